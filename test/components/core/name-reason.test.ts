import { nameReason } from "../../../components/core/name-reason";

test.each([
  ["fail", "Fail: too many errors: canary 3 of 10", "fail: too many errors: canary 3 of 10"],
  ["fail", "the evidence says fail: too many errors", "fail: the evidence says fail: too many errors"],
  ["stable-harmed", "Stable harmed: too many errors", "stable-harmed: Stable harmed: too many errors"],
] as const)("a reason of kind %s has it before it once: %s", (kind, reason, named) => {
  expect(nameReason(kind, reason)).toBe(named);
});
