import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const analysisOf = (expected: string) =>
  toSettings(configWith({ analysis: `{ prometheus: 'http://p'${expected} }` }), {
    kind: "base",
    environment: "prod",
  }).analysis;

test("analysis.expect states intended changes of outcomes, by class", () => {
  expect(analysisOf("")).not.toHaveProperty("expect");
  expect(analysisOf(", expect: { 3xx: '/old moved', gave-up: long polls }").expect).toEqual({
    "3xx": "/old moved",
    "gave-up": "long polls",
  });
});

test.each([
  [
    "no reason",
    "{ 3xx: '' }",
    'analysis.expect.3xx must be the reason for the change, such as "/old moved": got ""',
  ],
  ["no text", "{ 4xx: true }", "analysis.expect.4xx must be the reason for the change"],
  ["blanks", "{ 4xx: '  ' }", "analysis.expect.4xx must be the reason for the change"],
  ["an unknown class", "{ 6xx: moved }", "analysis.expect.6xx must be"],
  ["errors, which are always judged", "{ 5xx: broken }", "analysis.expect.5xx must be"],
])("%s is refused", (_, expected, rule) => {
  expect(() => analysisOf(`, expect: ${expected}`)).toThrow(rule);
});

test("analysis.labels takes names with dots, as the way out of a doubt names them", () => {
  expect(analysisOf(", labels: { k8s.cluster.name: prod }").labels).toEqual({ "k8s.cluster.name": "prod" });
  expect(() => analysisOf(", labels: { 1st: prod }")).toThrow(
    "analysis.labels.1st must be a mapping of labels",
  );
});

test("analysis.syntheticPerSecond is 4 unless it is set, and 0 is none", () => {
  expect(analysisOf("").syntheticPerSecond).toBe(4);
  expect(analysisOf(", syntheticPerSecond: 0").syntheticPerSecond).toBe(0);
  expect(analysisOf(", syntheticPerSecond: 20").syntheticPerSecond).toBe(20);
  for (const [value, rule] of [
    ["3", "be 0, or from 4 to 20: got 3"],
    ["21", "be a whole number of requests from 0 to 20: got 21"],
    ["4.5", "be a whole number of requests from 0 to 20: got 4.5"],
  ] as const)
    expect(() => analysisOf(`, syntheticPerSecond: ${value}`)).toThrow(
      `analysis.syntheticPerSecond must ${rule}`,
    );
});
