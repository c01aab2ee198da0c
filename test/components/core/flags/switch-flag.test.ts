import { explainFlags, flagByHand } from "../../../../components/core/flags/explain-flags";
import { moved } from "../../../../components/core/flags/record";
import type { FlagsRecord } from "../../../../components/core/flags/record";
import { renderFlags } from "../../../../components/core/flags/render-flags";
import { switchOff, switchOn } from "../../../../components/core/flags/switch-flag";
import { definitionOf, liveOf, noon, recordOf } from "../../../support/flags";

const word = { who: "anna@desk", reason: "empty results", atSeconds: noon };
const at25 = recordOf({ "new-search": liveOf({ percent: 25, passed: true, epoch: 4 }), other: liveOf() });

function written(found: ReturnType<typeof switchOff>): FlagsRecord {
  if (found.kind !== "write") throw new Error(`must write: got ${found.kind}`);
  return found.record;
}

test("off keeps person, reason, time and percentage, and touches no other flag", () => {
  const record = written(switchOff(at25, "new-search", word));
  expect(record.flags["new-search"]).toMatchObject({
    percent: 0,
    passed: false,
    epoch: 5,
    attempt: 2,
    killed: { ...word, by: "person", percent: 25 },
    moves: [{ percent: 0, ...word }],
  });
  expect(record.flags["other"]).toEqual(liveOf());
});

test("off a second time keeps the first reason", () => {
  const record = written(switchOff(at25, "new-search", word));
  const again = switchOff(record, "new-search", { ...word, who: "bert@desk" }, "verdict");
  expect(again).toMatchObject({
    kind: "no-op",
    sentence:
      'flag "new-search" is off since 2026-11-30T08:00:00Z, by anna@desk, at 25 % before: empty results',
  });
});

test("on leads to 0 %, never back to what it was", () => {
  const record = written(switchOn(written(switchOff(at25, "new-search", word)), "new-search", word));
  expect(record.flags["new-search"]).toMatchObject({ percent: 0, epoch: 6, attempt: 2, passed: false });
  expect(record.flags["new-search"]).not.toHaveProperty("killed");
  expect(switchOn(record, "new-search", word)).toMatchObject({
    kind: "no-op",
    sentence: 'flag "new-search" is not switched off: it is at 0 %',
  });
});

test.each([
  [at25, "the cluster has new-search, other"],
  [undefined, "the cluster has none"],
])("a flag that is not there is refused by the names that are", (record, known) => {
  for (const found of [switchOff(record, "nwe", word), switchOn(record, "nwe", word)])
    expect(found).toMatchObject({ kind: "refuse", problem: { text: expect.stringContaining(known) } });
});

test("moved() keeps the latest twenty moves", () => {
  let live = liveOf();
  for (let percent = 1; percent <= 25; percent++)
    live = moved(live, { percent, atSeconds: noon, who: "a", reason: "b" });
  expect(live.moves.map(({ percent }) => percent)).toEqual(Array.from({ length: 20 }, (_, at) => at + 6));
});

test("explainFlags() shows who gets each flag, and which are past their last day", () => {
  const flags = {
    old: liveOf({ definition: definitionOf({ expires: "2026-01-01" }) }),
    testers: liveOf({ definition: definitionOf({ allow: ["anna", "bert"] }) }),
    part: liveOf({ percent: 5, definition: definitionOf({ allow: ["anna"] }) }),
    whole: liveOf({ percent: 100, passed: true }),
    dead: liveOf({ killed: { ...word, by: "person", percent: 5 } }),
  };
  expect(explainFlags(recordOf(flags), "2026-11-30").split("\n")).toEqual([
    "flag     expires            owner   now",
    "dead     2027-03-01         search  off: empty results (anna@desk, 2026-11-30T08:00:00Z)",
    "old      2026-01-01 (over)  search  off",
    "part     2027-03-01         search  5 %, not passed yet, and 1 by the allow list",
    "testers  2027-03-01         search  off but for 2 by the allow list",
    "whole    2027-03-01         search  100 %, passed",
  ]);
  expect(explainFlags(recordOf({}), "2026-11-30")).toBe("no flags");
});

test("flagByHand() is one guarded write of both parts, quoted for a shell", () => {
  const record = written(switchOff(at25, "new-search", { ...word, reason: "it's slow" }));
  const place = { cluster: { context: "prod-eu", uid: "u" }, namespace: "shop", name: "scholarlink-flags" };
  const line = flagByHand(place, record, "17");
  const start = "kubectl --context prod-eu -n shop patch configmap scholarlink-flags --type merge -p '";
  expect(line.startsWith(start)).toBe(true);
  const patch = line.slice(start.length, -1).replaceAll(String.raw`'\''`, "'");
  expect(JSON.parse(patch)).toEqual({
    metadata: { resourceVersion: "17" },
    data: { "flags.json": renderFlags(record), "record.json": JSON.stringify(record) },
  });
});
