import { planFlags } from "../../../../components/core/flags/plan-flags";
import type { FlagsRecord } from "../../../../components/core/flags/record";
import type { FlagSpec } from "../../../../components/core/flags/flag";
import { definitionOf, liveOf, noon, recordOf, specOf } from "../../../support/flags";

const plan = (list: readonly FlagSpec[], record?: FlagsRecord) =>
  planFlags({ app: "scholarlink", environment: "prod", list, flagd: recordOf().flagd }, record, noon);

const killed = { who: "anna@desk", by: "person", reason: "slow", atSeconds: noon, percent: 25 } as const;

test("a new flag is off, and the same file again changes nothing", () => {
  const first = plan([specOf()]);
  expect(first).toMatchObject({
    problems: [],
    changes: true,
    told: ['flag "new-search" is new and off'],
    record: { flags: { "new-search": { percent: 0, epoch: 1, attempt: 1 } } },
  });
  expect(plan([specOf()], first.record)).toMatchObject({ changes: false, problems: [], told: [] });
});

test.each([0, 25, 100])("the file never changes %d %%", (percent) => {
  const record = recordOf({ "new-search": liveOf({ percent }) });
  const { record: next, problems } = plan([specOf({ allow: ["anna"], owner: "shop" })], record);
  expect(problems).toEqual([]);
  expect(next.flags["new-search"]).toMatchObject({ percent, epoch: 2, definition: { allow: ["anna"] } });
});

test("a flag that was switched off stays off, whatever the file says", () => {
  const live = liveOf({ killed, definition: definitionOf({ allow: ["anna"] }) });
  const { record, told } = plan([specOf()], recordOf({ "new-search": live }));
  expect(record.flags["new-search"]).toMatchObject({ percent: 0, killed });
  expect(told).toContain('flag "new-search" stays off: switched off by anna@desk: slow');
});

test("what would change the users of a live flag is refused, all at once", () => {
  const record = recordOf({ "new-search": liveOf({ percent: 25 }), gone: liveOf({ percent: 5 }) });
  const { problems } = plan([specOf({ targeting: [{ attribute: "plan", equals: "pro" }] })], record);
  expect(problems.map(({ text }) => text)).toEqual([
    'variants and targeting of flag "new-search" must stay while it is above 0 %: got others at 25 %',
    'flag "gone" must stay in the file while it is between 0 and 100 %: got none at 5 %',
  ]);
  for (const { fix } of problems) expect(fix).toContain("sluice flag off");
});

test.each([0, 100])("a flag at %d %% may go, and its going is told", (percent) => {
  const found = plan([], recordOf({ "new-search": liveOf({ percent }) }));
  expect(found).toMatchObject({ problems: [], changes: true, record: { flags: {} } });
  expect(found.told).toEqual(['flag "new-search" is gone: the code\'s own default counts']);
});
