import { checkChecks } from "../../../../components/core/gate/check-checks";
import { factsOf } from "../../../support/gate";

const fine = { name: "a", isFine: true, text: '"a" passes' };
const broken = { name: "b", track: "canary" as const, isFine: false, text: 'check "b" must pass: got 500' };

test("checkChecks() names what is not as it should be, with its track", () => {
  expect(checkChecks(factsOf())).toEqual({ problems: [], fine: "none are configured" });
  expect(checkChecks(factsOf({ checks: [fine] }))).toEqual({ problems: [], fine: '"a" passes' });
  expect(
    checkChecks(factsOf({ checks: [fine, broken, { ...broken, track: undefined } as never] })).problems,
  ).toEqual([
    { text: broken.text, track: "canary", fix: "repair what it names, or change sluice:checks" },
    { text: broken.text, fix: "repair what it names, or change sluice:checks" },
  ]);
});

test("checkChecks() is pending until the canary is up", () => {
  expect(checkChecks(factsOf({ checks: [], second: false }))).toEqual({
    problems: [],
    fine: "none is asked yet",
    pending: true,
  });
});
