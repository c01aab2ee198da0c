import { analysisSchema } from "../../../stacks/schema/analysis";

const prometheus = "http://prometheus:9090";

const parametersOf = (more: object) => analysisSchema.parse({ prometheus, ...more }).parameters;

test.each<[string, object, number | undefined]>([
  ["the usual one leaves the engine's own", {}, undefined],
  ["it is 10 % where traffic is thin", { profile: "low-traffic" }, 0.1],
  [
    "a number of the user's comes first",
    { profile: "low-traffic", parameters: { unacceptableErrorRatio: 0.05 } },
    0.05,
  ],
  [
    "it is never stricter than twice the objective",
    { profile: "low-traffic", objectives: { errorRatio: 0.08 } },
    0.16,
  ],
])("error ratio that must not pass by a profile: %s", (_, more, expected) => {
  expect(parametersOf(more)["pBad"]).toBe(expected);
});

test("a profile that is none is refused", () => {
  expect(() => parametersOf({ profile: "thin" })).toThrow(/low-traffic/);
});
