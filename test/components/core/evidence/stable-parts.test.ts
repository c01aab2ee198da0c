import { measureBaseline } from "../../../../components/core/evidence/stable-parts";
import type { RawSeries } from "../../../../components/core/verdict";

/** A pod of stable that is scraped every 30 s for an hour before second 3600: 300 requests each, 3 of them errors. */
const stable = (until = 3600): RawSeries[] => {
  const samples = (each: number) =>
    Array.from({ length: until / 30 + 1 }, (_, i): [number, number] => [30 * i, 1000 + each * i]);
  const one = { target: "a", track: "stable" as const };
  return [
    { ...one, id: "200", counters: ["requests"], samples: samples(297) },
    { ...one, id: "500", counters: ["requests", "errors"], samples: samples(3) },
    { ...one, id: "le", counters: ["within:0.5"], samples: samples(290) },
    { ...one, id: "b", track: "canary", counters: ["requests", "errors"], samples: samples(99) },
  ];
};

test("measureBaseline() takes the median of the hour before the raise, stable's alone", () => {
  const { medianErrorRatio, requests, errors } = measureBaseline(stable(), 0, 3600);
  expect(medianErrorRatio).toBeCloseTo(0.01, 12);
  expect({ requests, errors }).toEqual({ requests: 36_000, errors: 360 });
});

test("measureBaseline() takes what there is where no hour was seen", () => {
  expect(measureBaseline(stable(), 3000, 3600)).toEqual({
    requests: 6000,
    errors: 60,
    medianErrorRatio: null,
  });
  expect(measureBaseline([], 0, 3600)).toEqual({ requests: 0, errors: 0, medianErrorRatio: null });
});

test("measureBaseline() leaves out the time in which another attempt was above 0, and shortly after", () => {
  const raised = [{ fromSeconds: 700, untilSeconds: 1300 }];
  // Scrapes at 720 to 1320 s: 21 of 120; what is left of their parts still says what stable was like.
  const { requests, errors, medianErrorRatio } = measureBaseline(stable(), 0, 3600, raised);
  expect({ requests, errors }).toEqual({ requests: 29_700, errors: 297 });
  expect(medianErrorRatio).toBeCloseTo(0.01, 12);
  const all = [{ fromSeconds: 0, untilSeconds: 3600 }];
  expect(measureBaseline(stable(), 0, 3600, all)).toEqual({ requests: 0, errors: 0, medianErrorRatio: null });
});

test("measureBaseline() knows stable soon after another attempt was put back", () => {
  const raised = [{ fromSeconds: 3400, untilSeconds: 3500 }];
  const { requests, medianErrorRatio } = measureBaseline(stable(), 0, 3600, raised);
  expect(requests).toBe(34_800);
  expect(medianErrorRatio).toBeCloseTo(0.01, 12);
  expect(measureBaseline(stable(), 3300, 3600, raised).requests).toBeGreaterThan(1000);
});
