import { replayArgo } from "../../../replay/rivals/replay-argo";
import type { ArgoSettings } from "../../../replay/rivals/replay-argo";
import { replayFlagger } from "../../../replay/rivals/replay-flagger";
import type { FlaggerSettings } from "../../../replay/rivals/replay-flagger";
import type { Measurement } from "../../../components/core/verdict";

const value = (number: number): Measurement => ({ kind: "value", value: number });
const empty: Measurement = { kind: "empty" };
const always = (measurement: Measurement) => () => measurement;

const argo = (measure: (at: number) => Measurement, settings: Partial<ArgoSettings> = {}, seconds = 600) =>
  replayArgo(
    { intervalSeconds: 60, failureLimit: 3, successRate: 0.99, conditions: "success", ...settings },
    measure,
    seconds,
  );

const flagger = (
  measure: (at: number) => Measurement,
  settings: Partial<FlaggerSettings> = {},
  seconds = 600,
) => replayFlagger({ intervalSeconds: 60, threshold: 5, successRate: 0.99, ...settings }, measure, seconds);

test("replayArgo() is Successful when the recording ends before the limit", () => {
  expect(argo(always(value(1)))).toMatchObject({
    verdict: "pass",
    atSeconds: 600,
    sentence: "Successful when stopped: 0 of 10 measurements failed, limit 3",
    flags: [],
  });
});

test("replayArgo() fails with the first measurement above the limit, however far the failed ones lie apart", () => {
  const { verdict, atSeconds, sentence, checks } = argo((at) => value(at % 120 === 0 ? 0.98 : 1));
  expect({ verdict, atSeconds }).toEqual({ verdict: "fail", atSeconds: 480 });
  expect(sentence).toBe("Failed after 8 measurements, 4 of them failed, limit 3");
  expect(checks.map(({ result }) => result).slice(0, 2)).toEqual(["Successful", "Failed"]);
});

test("replayArgo() retries an empty answer every 10 s and ends with the fifth", () => {
  const { verdict, atSeconds, flags, checks } = argo(always(empty));
  expect({ verdict, atSeconds }).toEqual({ verdict: "fail", atSeconds: 100 });
  expect(checks.map((check) => check.atSeconds)).toEqual([60, 70, 80, 90, 100]);
  expect(flags).toEqual([
    "empty answer 5 times: Argo takes it for an error and asks again after 10 s",
    "aborted for missing data: the fifth error in a row ends the run",
  ]);
});

test.each([
  { conditions: "success" as const, verdict: "fail", taken: "a failure" },
  { conditions: "failure" as const, verdict: "pass", taken: "a success" },
  { conditions: "both" as const, verdict: "inconclusive", taken: "inconclusive" },
])(
  "replayArgo() with conditions of $conditions takes NaN for $taken and flags it",
  ({ conditions, verdict, taken }) => {
    const outcome = argo(always(value(Number.NaN)), { conditions });
    expect(outcome.verdict).toBe(verdict);
    expect(outcome.flags.join()).toMatch(
      new RegExp(`no requests in the minute\\): Argo takes it for ${taken}$`),
    );
  },
);

test("replayArgo() with both conditions fails on a bad value", () => {
  expect(argo(always(value(0.5)), { conditions: "both", failureLimit: 0 })).toMatchObject({
    verdict: "fail",
    atSeconds: 60,
  });
});

test("replayArgo() is Successful although nothing was measured, and flags it", () => {
  expect(argo(always(empty), {}, 70)).toMatchObject({
    verdict: "pass",
    flags: [
      "empty answer 2 times: Argo takes it for an error and asks again after 10 s",
      "nothing was ever measured, and a run that is stopped early is Successful all the same",
    ],
  });
});

test("replayFlagger() rolls back on the check after the last one that is borne", () => {
  expect(flagger(always(value(0.5)))).toMatchObject({
    verdict: "fail",
    atSeconds: 360,
    sentence: "Rolled back: 5 of 5 checks failed, limit 5",
    flags: [],
  });
});

test.each([
  {
    name: "passes while the last check advances",
    bad: 60,
    verdict: "pass",
    says: "Advances at the end: 1 of 10 checks failed, limit 5",
  },
  {
    name: "is undecided while the last check halts",
    bad: 600,
    verdict: "inconclusive",
    says: "Halted at the end: 1 of 10 checks failed, limit 5",
  },
])("replayFlagger() $name", ({ bad, verdict, says }) => {
  expect(flagger((at) => value(at === bad ? 0 : 1))).toMatchObject({
    verdict,
    atSeconds: 600,
    sentence: says,
  });
});

test("replayFlagger() takes missing values for failed checks and flags it", () => {
  const { verdict, flags } = flagger((at) => (at < 200 ? empty : value(Number.NaN)));
  expect(verdict).toBe("fail");
  expect(flags).toEqual([
    "no value 5 times (NaN 2, empty 3): Flagger takes each for a failed check",
    "rolled back for missing data alone: no check saw an error",
  ]);
});

test("replayFlagger() does not blame missing data where checks saw errors", () => {
  const { flags } = flagger((at) => (at < 200 ? empty : value(0)));
  expect(flags).toEqual(["no value 3 times (NaN 0, empty 3): Flagger takes each for a failed check"]);
});

test("replayFlagger() takes no interval below 10 s and says so", () => {
  const { checks, flags } = flagger(always(value(1)), { intervalSeconds: 3 }, 30);
  expect(checks.map(({ atSeconds }) => atSeconds)).toEqual([10, 20, 30]);
  expect(flags).toEqual(["interval 3 s is below Flagger's least: 10 s were used"]);
});

test("replayFlagger() is undecided where no check came", () => {
  expect(flagger(always(value(1)), {}, 30)).toMatchObject({ verdict: "inconclusive", checks: [] });
});
