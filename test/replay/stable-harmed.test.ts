import { explainReplay } from "../../replay/explain-replay";
import { renderPage } from "../../replay/page/render-page";
import { replay } from "../../replay/replay";
import type { Recording } from "../../replay/recording/recording";
import { pod, settings, startSeconds } from "./support";
import type { Served } from "./support";

/** One pod per track at 25 requests a second each. */
function record(stable: Served, canary: Served, durationSeconds = 900): Recording {
  const series = [
    ...pod("stable", "s", stable, durationSeconds),
    ...pod("canary", "c", canary, durationSeconds),
  ];
  return { series, latencyBoundsSeconds: [], notes: [] };
}

const clean: Served = (at) => ({ requests: 125, errors: at % 50 === 0 ? 1 : 0 });
const failing =
  (share: number): Served =>
  () => ({ requests: 125, errors: share * 125 });
const from =
  (second: number, after: Served, before: Served = clean): Served =>
  (at) =>
    at > second ? after(at) : before(at);
const none: Served = () => ({ requests: 0, errors: 0 });

const judged = (recording: Recording, timeline?: [number, number]) => {
  const known = timeline && ([{ weight: timeline[1], atSeconds: startSeconds + timeline[0] }] as const);
  const result = replay(recording, { ...settings, ...(known && { timeline: known }) });
  const { verdict, atSeconds } = result.modes[0] ?? { verdict: "none", atSeconds: 0 };
  return { verdict, atSeconds };
};

test("replay() puts traffic back where stable alone fails from soon after the raise", () => {
  expect(judged(record(from(10, failing(0.08)), clean))).toEqual({ verdict: "stable-harmed", atSeconds: 30 });
});

test("replay() finds stable harmed by what it was before the canary's first request", () => {
  const canary = from(300, clean, none);
  expect(judged(record(from(330, failing(0.08)), canary)).verdict).toBe("stable-harmed");
  // Both at once, soon after the raise.
  const both = record(from(330, failing(0.2)), from(330, failing(0.2), canary));
  expect(judged(both).verdict).toBe("stable-harmed");
});

test("replay() holds where both tracks become worse long after the raise", () => {
  const bad = from(600, failing(0.2));
  expect(judged(record(bad, bad), [0, 50]).verdict).toBe("inconclusive");
});

test("replay() finds harm to a stable of few requests by its first minute", () => {
  const few: Served = () => ({ requests: 5, errors: 0 });
  const bad: Served = (at) => ({ requests: 5, errors: at % 10 === 0 ? 3 : 0 });
  expect(judged(record(from(100, bad, few), few)).verdict).toBe("stable-harmed");
});

test("replay() lets a hotfix of a failing stable go on while that gets worse by itself", () => {
  const stable = from(300, failing(0.4), failing(0.048));
  expect(judged(record(stable, clean)).verdict).toBe("pass");
  expect(judged(record(stable, clean), [200, 50]).verdict).toBe("pass");
});

test("replay() leaves two tracks alone that fail alike all the time", () => {
  const noisy = failing(0.008);
  expect(judged(record(noisy, noisy)).verdict).toBe("pass");
});

test("explainReplay() and the page say that stable was harmed", () => {
  const result = replay(record(from(10, failing(0.08)), clean), settings);
  expect(explainReplay(result)).toMatch(
    /^Sluice +puts traffic back after 30s: stable is harmed \(stable-harmed\);.*\n +Stable harmed: stable became worse/,
  );
  expect(renderPage("x", result)).toContain("Sluice would have put the traffic back after 30s");
});
