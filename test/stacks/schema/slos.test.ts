import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings";
import { configWith } from "../../support/environment";

const sloOf = (slos?: string) => toSettings(configWith({ slos }), parseStackName("prod")).slo;

test("no objective is set unless the file has one, and a month is usual", () => {
  expect(sloOf()).toBeUndefined();
  expect(sloOf("{ availability: { target: 0.999 } }")).toEqual({
    name: "availability",
    target: 0.999,
    windowSeconds: 30 * 86_400,
  });
  expect(sloOf('{ availability: { target: 0.99, window: 28d, budgetQuery: "x" } }')).toEqual({
    name: "availability",
    target: 0.99,
    windowSeconds: 28 * 86_400,
    budgetQuery: "x",
  });
});

test.each([
  ["{ availability: { target: 99.9 } }", "availability.target must be a number from 0.95 to 0.99999"],
  [
    "{ availability: { target: 0.999, window: 1h } }",
    "availability.window must be whole days from 28d to 90d",
  ],
  ["{ availability: { target: 0.999, window: 700h } }", "availability.window must be whole days from 28d"],
  ["{ latency: { target: 0.9 } }", "slos.latency must be "],
  ["{}", "slos.availability must be a mapping"],
])("%s is refused", (slos, message) => {
  expect(() => configWith({ slos })).toThrow(message);
});
