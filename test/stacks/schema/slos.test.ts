import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const sloOf = (slos?: string) => toSettings(configWith({ slos }), parseStackName("prod")).slos;

test("no objective is set unless the file has one, and a month is usual", () => {
  expect(sloOf()).toBeUndefined();
  expect(sloOf("{ availability: { target: 0.999 } }")).toEqual([
    { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 },
  ]);
  expect(sloOf('{ availability: { target: 0.99, window: 28d, budgetQuery: "x" } }')).toEqual([
    { name: "availability", target: 0.99, windowSeconds: 28 * 86_400, budgetQuery: "x" },
  ]);
});

test("an objective on latency may stand alone or beside, after that on failures", () => {
  const latency = { name: "latency", target: 0.99, withinSeconds: 0.25, windowSeconds: 30 * 86_400 };
  expect(sloOf("{ latency: { target: 0.99, within: 250ms } }")).toEqual([latency]);
  expect(sloOf("{ latency: { target: 0.99, within: 2s }, availability: { target: 0.999 } }")).toMatchObject([
    { name: "availability" },
    { ...latency, withinSeconds: 2 },
  ]);
});

test("an objective on latency is refused where the source counts no durations", () => {
  const slos = "{ latency: { target: 0.99, within: 250ms } }";
  const analysis = "{ prometheus: 'http://p', source: envoy-gateway }";
  expect(() => configWith({ slos, analysis })).toThrow(
    'slos.latency must be left out: source "envoy-gateway" counts no durations',
  );
});

test.each([
  ["{ availability: { target: 99.9 } }", "availability.target must be a number from 0.95 to 0.99999"],
  [
    "{ availability: { target: 0.999, window: 1h } }",
    "availability.window must be whole days from 28d to 90d",
  ],
  ["{ availability: { target: 0.999, window: 700h } }", "availability.window must be whole days from 28d"],
  ["{ latency: { target: 0.4, within: 1s } }", "latency.target must be a number from 0.5 to 0.99999"],
  ["{ latency: { target: 0.9 } }", 'latency.within must be a duration such as "250ms" or "2s"'],
  ["{ latency: { target: 0.9, within: 0s } }", "latency.within must be a duration"],
  ["{}", "sluice:slos must have availability or latency"],
])("%s is refused", (slos, message) => {
  expect(() => configWith({ slos })).toThrow(message);
});
