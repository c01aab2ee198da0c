import { switchOff } from "../../../components/core/flags/switch-flag";
import { takeFlagLock } from "../../../components/flags/flag-lock";
import { rollOutFlag } from "../../../components/flags/roll-out-flag";
import { flagWorld } from "../../support/flag-world";
import { liveOf, recordOf, specOf } from "../../support/flags";

test("a good flag rises step by step to everybody, each step passed before the next", async () => {
  const world = flagWorld();
  const { end, percent } = await rollOutFlag(world.context());
  expect([end, percent]).toEqual(["done", 100]);
  expect(world.live()).toMatchObject({ percent: 100, passed: true, epoch: 4 });
  expect(world.live()?.moves.map((move) => move.percent)).toEqual([1, 25, 100]);
  expect(world.nudged).toEqual(["flagd-a", "flagd-a", "flagd-a"]);
  expect(
    JSON.parse(world.maps.get("sluice-scholarlink-flags")?.data["new-search.json"] ?? ""),
  ).not.toHaveProperty("lock");
});

test("a bad step is switched off by itself, by the evidence of its variants, and told", async () => {
  const world = flagWorld({
    badRatio: 0.5,
    spec: specOf({}, [
      { percent: 20, soakSeconds: 60 },
      { percent: 100, soakSeconds: 60 },
    ]),
  });
  const found = await rollOutFlag(world.context());
  expect(found).toMatchObject({
    end: "failed",
    percent: 0,
    sentence: expect.stringContaining("switched off at 20 %"),
  });
  expect(found.counts?.on.errors).toBeGreaterThan(3);
  expect(found.counts?.off.errors).toBe(0);
  expect(world.live()).toMatchObject({ percent: 0, killed: { by: "verdict", percent: 20 } });
  expect(world.events).toEqual(["FlagOff"]);
  await expect(rollOutFlag(world.context())).rejects.toMatchObject({
    end: "refused",
    message: expect.stringContaining("is off since"),
  });
});

test("a flag that nothing is counted of any more is switched off, never passed", async () => {
  const world = flagWorld({ blindFrom: 1 });
  expect(await rollOutFlag(world.context())).toMatchObject({
    end: "failed",
    sentence: expect.stringContaining("no data of the new variant"),
  });
  expect(world.live()).toMatchObject({ percent: 0, killed: { by: "verdict" } });
});

test("a run that stands still between its look and its decision switches nothing off", async () => {
  let writes = 0;
  const stood: number[] = [];
  const world = flagWorld({
    spec: specOf({}, [
      { percent: 20, soakSeconds: 15 },
      { percent: 100, soakSeconds: 15 },
    ]),
    // More than the limit of a variant without data, as on a machine that slept.
    onWrite: async (moment) => {
      if (moment === "after" || ++writes !== 5) return;
      const before = world.now();
      await new Promise((resolve) => setTimeout(resolve, 1300));
      stood.push(world.now() - before);
    },
  });
  const { end, percent } = await rollOutFlag(world.context());
  expect([end, percent]).toEqual(["done", 100]);
  expect(stood[0]).toBeGreaterThan(world.settings.analysis.blindSeconds);
});

test("an interrupted run leaves the flag as it is, and the next one goes on with its evidence", async () => {
  const ended = new AbortController();
  let asked = 0;
  const world = flagWorld({ onQuery: () => (++asked === 12 ? ended.abort() : undefined) });
  await expect(rollOutFlag(world.context(ended.signal))).rejects.toThrow("interrupted");
  const evidence = () =>
    (
      JSON.parse(world.maps.get("sluice-scholarlink-flags")?.data["new-search.json"] ?? "{}") as {
        evidence?: { startedAtSeconds: number };
      }
    ).evidence?.startedAtSeconds;
  const begun = evidence();
  expect(begun).toBeDefined();
  expect(world.live()).toMatchObject({ percent: 1, passed: false });
  expect((await rollOutFlag(world.context())).end).toBe("done");
  expect(evidence()).toBe(begun);
});

test("a person who switches it off meanwhile ends the run, and stays named", async () => {
  const world = flagWorld({
    spec: specOf({}, [
      { percent: 1, soakSeconds: 3600 },
      { percent: 100, soakSeconds: 60 },
    ]),
  });
  const context = world.context();
  const running = rollOutFlag(context);
  setTimeout(() => {
    void context.flags.update((stored) => {
      const off = switchOff(stored?.record, "new-search", { who: "anna", reason: "slow", atSeconds: 1 });
      return off.kind === "write" ? off.record : undefined;
    });
  }, 400);
  expect(await running).toMatchObject({
    end: "failed",
    sentence: expect.stringContaining("switched off by anna: slow"),
  });
  expect(world.live()?.killed).toMatchObject({ who: "anna", by: "person" });
});

test("no second run judges the same flag", async () => {
  const world = flagWorld();
  const { runs, signal, progress } = world.context();
  const terms = { runs, name: "new-search", attempt: 1, by: "sluice rollout", signal, progress };
  const first = await takeFlagLock(terms);
  const renewing = setInterval(() => {
    void runs.update("new-search", (run) =>
      run?.lock === undefined ? undefined : { ...run, lock: { ...run.lock, renewal: run.lock.renewal + 1 } },
    );
  }, 200);
  await expect(rollOutFlag(world.context())).rejects.toMatchObject({ end: "busy" });
  clearInterval(renewing);
  expect((await runs.read("new-search"))?.lock?.id).toBe(first.id);
});

test("a gate that refuses raises nothing and names everything", async () => {
  const spec = specOf({ expires: "2020-01-01" });
  const live = liveOf({ definition: { ...spec.definition, owner: "other" } });
  const world = flagWorld({ spec, record: recordOf({ "new-search": live }), isDeaf: true });
  await expect(rollOutFlag(world.context())).rejects.toMatchObject({
    end: "refused",
    problems: [
      { text: expect.stringContaining("got another definition") },
      { text: expect.stringContaining("past its last day") },
      { text: expect.stringContaining("every flagd must answer") },
    ],
  });
  expect(world.live()?.percent).toBe(0);
});
