import * as fc from "fast-check";
import { planRequests } from "../../../../components/core/stage/synthetic-plan";
import { whyNoSynthetic } from "../../../../components/core/stage/synthetic-terms";
import { toSettings } from "../../../../stacks/settings/settings";
import { configWith } from "../../../support/environment";

test("the requests of all ticks together have the rate, at random moments, stable's three times as many", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 20 }),
      fc.boolean(),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (perSecond, isAlarmed, random) => {
        const ticks = Array.from({ length: 40 }, (_, nth) =>
          planRequests(nth, { perSecond, isAlarmed }, () => random),
        );
        const all = ticks.flat();
        const seconds = 10;
        const rate = isAlarmed ? 24 : perSecond;
        expect(all.filter(({ track }) => track === "canary")).toHaveLength(seconds * rate);
        expect(all.filter(({ track }) => track === "stable")).toHaveLength(3 * seconds * rate);
        const delays = ticks.map((tick) => tick.map(({ delaySeconds }) => delaySeconds));
        expect(delays).toEqual(delays.map((tick) => tick.toSorted((a, b) => a - b)));
        expect(Math.min(...delays.flat())).toBeGreaterThanOrEqual(0);
        expect(Math.max(...delays.flat())).toBeLessThan(0.25);
      },
    ),
  );
});

const settingsWith = (keys: Readonly<Record<string, string>>) =>
  toSettings(configWith(keys), { kind: "base", environment: "prod" });
const prometheus = "http://prometheus:9090";

test.each<{ name: string; keys: Readonly<Record<string, string>>; why: string | undefined }>([
  { name: "as by default", keys: {}, why: undefined },
  {
    name: "none configured",
    keys: { analysis: `{ prometheus: "${prometheus}", syntheticPerSecond: 0 }` },
    why: "sluice:analysis.syntheticPerSecond is 0",
  },
  {
    name: "a source that counts in pods",
    keys: { analysis: `{ prometheus: "${prometheus}", source: opentelemetry }` },
    why: 'source "opentelemetry" may count them as users\' requests',
  },
  {
    name: "a query of a person's own",
    keys: {
      analysis: `{ prometheus: "${prometheus}", source: query, query: { requests: requests_total, track: { label: service } } }`,
    },
    why: 'source "query" may count them as users\' requests',
  },
])("whyNoSynthetic(): $name", ({ keys, why }) => {
  expect(whyNoSynthetic(settingsWith(keys), { syntheticShare: 0.1 })).toBe(why);
});

test("whyNoSynthetic(): a router without probe rules, settings of before, an attempt of before", () => {
  const settings = settingsWith({});
  const { traffic, analysis } = settings;
  const share = { syntheticShare: 0.1 };
  expect(whyNoSynthetic({ analysis, traffic: { ...traffic, router: "replicas" } }, share)).toBe(
    'router "replicas" has no rule by which a request reaches one track',
  );
  const { syntheticPerSecond: _, ...before } = analysis;
  expect(whyNoSynthetic({ analysis: before, traffic }, share)).toMatch(/is 0$/);
  expect(whyNoSynthetic(settings, {})).toBe("the attempt began before there were any, or when they were off");
});
