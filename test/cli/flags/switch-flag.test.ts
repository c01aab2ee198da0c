import { listFlags } from "../../../cli/flags/list-flags";
import { rollOutOne } from "../../../cli/flags/roll-out-flag";
import { switchFlag } from "../../../cli/flags/switch-flag";
import type { Environment } from "../../../cli/environment";
import { flagWorld } from "../../support/flag-world";
import { liveOf, recordOf } from "../../support/flags";

const wanted = { act: "off", name: "new-search", who: "anna@desk", reason: "empty results" } as const;
const at25 = { record: recordOf({ "new-search": liveOf({ percent: 25 }) }) };

function openWorld(options: Parameters<typeof flagWorld>[0] = at25) {
  const world = flagWorld(options);
  const { settings, cluster, now, said } = world;
  const say = (text: string): void => void said.push(text);
  return { ...world, context: { settings, cluster, now, say } as unknown as Environment };
}

test("off is one write, in force on every flagd, with person and reason; on leads to 0 %", async () => {
  const { context, live, nudged, events, said } = openWorld();
  expect(await switchFlag(context, wanted)).toMatchObject({
    exitCode: 0,
    sentence: expect.stringMatching(/^in force on 1 of 1 flagd pods \d\.\d s after the command$/),
    report: {
      confirmed: true,
      percent: 0,
      killed: { who: "anna@desk", reason: "empty results", percent: 25 },
    },
  });
  expect(live()).toMatchObject({ percent: 0, killed: { by: "person" } });
  expect(said[0]).toMatch(
    /^by hand: kubectl --context prod-eu -n prod patch configmap scholarlink-flags --type merge/,
  );
  expect(await switchFlag(context, { ...wanted, who: "bert" })).toMatchObject({
    report: { killed: { who: "anna@desk" } },
  });
  await switchFlag(context, { ...wanted, act: "on" });
  expect(live()).toMatchObject({ percent: 0 });
  expect(live()).not.toHaveProperty("killed");
  expect(nudged).toHaveLength(3);
  expect(events).toEqual(["FlagOff", "FlagOn"]);
});

test("a flag that is not there is refused", async () => {
  const { context } = openWorld();
  await expect(switchFlag(context, { ...wanted, name: "nwe" })).rejects.toMatchObject({ end: "refused" });
});

test("listFlags() shows the cluster's flags, and warns of another writer's file", async () => {
  const { context, maps } = openWorld();
  expect((await listFlags(context)).sentence).toContain("25 %, not passed yet");
  const map = maps.get("scholarlink-flags");
  if (map !== undefined) map.data["flags.json"] = "{}";
  expect(await listFlags(context)).toMatchObject({
    sentence: expect.stringContaining("another writer"),
    report: { isOwnFile: false },
  });
  maps.clear();
  expect((await listFlags(context)).sentence).toBe("no flags");
});

test("a flag that the file does not have is no flag to roll out", async () => {
  const { context } = openWorld();
  const { signal } = new AbortController();
  await expect(rollOutOne(context, "nwe", signal)).rejects.toMatchObject({
    end: "usage",
    message: expect.stringContaining("got new-search"),
  });
});
