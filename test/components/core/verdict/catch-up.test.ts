import * as fc from "fast-check";
import { ingest, restore } from "../../../../components/core/verdict";
import type { EvidenceState, RawSeries } from "../../../../components/core/verdict";
import { begin, series } from "./support";

const increments = fc.array(
  fc.record({
    canary: fc.nat(20),
    canaryErrors: fc.nat(2),
    stable: fc.nat(80),
    stableErrors: fc.nat(2),
    scraped: fc.record({ stable: fc.boolean(), canary: fc.boolean() }),
    reset: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
);

type Steps = typeof increments extends fc.Arbitrary<infer T> ? T : never;

/** Series of counters, with scrapes left out and pods restarted. */
function toSeries(steps: Steps): RawSeries[] {
  const samples = { c200: [], c500: [], s200: [], s500: [] } as Record<string, [number, number][]>;
  const value = { c200: 0, c500: 0, s200: 0, s500: 0 };
  for (const [i, step] of steps.entries()) {
    const at = 1001.25 + 2.5 * i;
    if (step.reset) value.c200 = 0;
    value.c200 += step.canary;
    value.c500 += step.canaryErrors;
    value.s200 += step.stable;
    value.s500 += step.stableErrors;
    if (step.scraped.canary) {
      samples["c200"]?.push([at, value.c200]);
      samples["c500"]?.push([at, value.c500]);
    }
    if (step.scraped.stable) {
      samples["s200"]?.push([at + 0.5, value.s200]);
      samples["s500"]?.push([at + 0.5, value.s500]);
    }
  }
  return [
    series("canary", "200", samples["c200"] ?? []),
    series("canary", "500", samples["c500"] ?? []),
    series("stable", "200", samples["s200"] ?? []),
    series("stable", "500", samples["s500"] ?? []),
  ];
}

test("ingest() of a long range is bit-equal to ticks read one by one, through JSON and in any order of series", () => {
  fc.assert(
    fc.property(increments, fc.integer({ min: 1, max: 7 }), (steps, stride) => {
      const all = toSeries(steps);
      const until = 1000 + 2.5 * steps.length + 5;
      const atOnce = ingest(begin({ tickSeconds: 2.5, absoluteShare: 0.2 }), all, until).state;
      let stepwise = begin({ tickSeconds: 2.5, absoluteShare: 0.2 });
      for (let now = 1000; now <= until; now += 0.5 * stride) {
        const recent = all.toReversed().map((one) => ({
          ...one,
          samples: one.samples.filter(([at]) => at <= now && at > now - 30),
        }));
        stepwise = ingest(stepwise, recent, now).state;
        const restored = restore(JSON.parse(JSON.stringify(stepwise)), stepwise.parameters);
        stepwise = "state" in restored ? restored.state : fail(restored.problem);
      }
      stepwise = ingest(stepwise, all, until).state;
      const byId = (state: EvidenceState) => ({
        ...state,
        series: state.series?.toSorted((a, b) => a[0] - b[0]),
      });
      expect(byId(stepwise)).toEqual(byId(atOnce));
    }),
  );
});

function fail(problem: string): never {
  throw new Error(problem);
}
