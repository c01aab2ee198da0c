import { explain, judge, startStage, watchStable } from "../../../../../components/core/verdict";
import type { EvidenceState, StageTerms } from "../../../../../components/core/verdict";
import { begin, observeAll, terms } from "../support";
import type { Quad } from "../support";

const repeat = (times: number, quad: Quad): Quad[] => Array.from({ length: times }, () => quad);
const goodHour = { requests: 100_000, errors: 100, medianErrorRatio: 0.001 };
const badHour = { requests: 100_000, errors: 5000, medianErrorRatio: 0.05 };
const well: Quad = [50, 0, 450, 0];
const poisoned: Quad = [50, 0, 450, 36];
const bothBad: Quad = [50, 5, 450, 45];
const burst: Quad = [50, 0, 450, 40];
/** Twenty minutes of a stable whose errors always come in bursts. */
const bursty = Array.from({ length: 20 }, () => [...repeat(11, [50, 0, 450, 0]), burst]).flat();
const minutes = (count: number, quad: Quad) => repeat(12 * count, quad);

function watched(stage: Partial<StageTerms> = {}, baseline = goodHour): EvidenceState {
  return watchStable(begin({}, stage), baseline, 1000);
}

const said = (state: EvidenceState): string => {
  const verdict = judge(state);
  return verdict.kind === "inconclusive" ? verdict.reason : verdict.kind;
};

test.each<{ name: string; state?: EvidenceState; quads: Quad[]; wanted: string; kind?: string }>([
  { name: "stable alone, at once", quads: repeat(3, poisoned), wanted: "stable-harmed", kind: "harmed" },
  {
    name: "stable alone, an hour later",
    quads: [...minutes(60, well), ...repeat(4, poisoned)],
    wanted: "stable-harmed",
    kind: "harmed",
  },
  {
    name: "both within 5 min after the raise",
    quads: [...minutes(2, well), ...repeat(3, bothBad)],
    wanted: "stable-harmed",
    kind: "harmed",
  },
  {
    name: "both later",
    quads: [...minutes(10, well), ...repeat(4, bothBad)],
    wanted: "common-cause",
    kind: "shared",
  },
  {
    name: "later, and a canary too thin to tell",
    quads: [...minutes(10, well), ...repeat(4, [1, 0, 450, 36])],
    wanted: "common-cause",
    kind: "open",
  },
  {
    name: "later, and a thin canary that stays well",
    quads: [...minutes(10, well), ...minutes(2, [1, 0, 450, 36])],
    wanted: "stable-harmed",
    kind: "harmed",
  },
  {
    name: "later, and a thin canary with an error or two",
    quads: [...minutes(10, [1, 0, 450, 0]), ...repeat(3, [1, 0, 450, 90]), [1, 1, 450, 90]],
    wanted: "common-cause",
    kind: "shared",
  },
  { name: "one burst", quads: [...repeat(12, well), [50, 0, 450, 100], well], wanted: "pass" },
  {
    name: "two bursts",
    quads: [...repeat(12, well), ...repeat(2, [50, 0, 450, 100] as Quad)],
    wanted: "pass",
  },
  {
    name: "bursts that stable always had, some of them together",
    quads: [...bursty, burst, burst, [50, 0, 450, 30]],
    wanted: "pass",
  },
  {
    name: "harm beyond the bursts that stable always had",
    quads: [...bursty, ...repeat(4, [50, 0, 450, 90])],
    wanted: "stable-harmed",
    kind: "harmed",
  },
  { name: "nothing", quads: repeat(13, well), wanted: "pass" },
  {
    name: "a hotfix of a stable that gets worse by itself",
    state: watched({}, badHour),
    quads: minutes(5, [50, 0, 450, 180]),
    wanted: "pass",
    kind: "told",
  },
  {
    name: "a rollback",
    state: watched({ waive: ["commonCause"] }),
    quads: minutes(2, poisoned),
    wanted: "pass",
    kind: "told",
  },
  {
    name: "a limit over 30 %",
    state: watched({}, { requests: 9, errors: 0, medianErrorRatio: 0.005 }),
    quads: minutes(2, well),
    wanted: "pass",
  },
  { name: "a canary that fails", quads: repeat(4, [50, 40, 450, 45]), wanted: "fail", kind: "harmed" },
])("judge() of harm to stable: $name", ({ state = watched(), quads, wanted, kind }) => {
  const after = observeAll(state, quads);
  expect(said(after)).toBe(wanted);
  expect(judge(after).evidence.harm?.kind).toBe(kind);
});

test("harm is told where too little was seen before the first raise", () => {
  const state = watchStable(begin(), { requests: 9, errors: 0, medianErrorRatio: null }, 1000);
  const verdict = judge(observeAll(state, minutes(3, [50, 0, 450, 300])));
  expect(verdict.evidence.harm).toMatchObject({ kind: "told", why: "limit" });
  expect(explain(verdict)).toContain("(reported only: its limit is too high to judge by");
});

test("harm is final at once, and says who became worse, when and by how much", () => {
  const verdict = judge(observeAll(watched(), repeat(3, poisoned)));
  expect(verdict).toMatchObject({ kind: "inconclusive", final: true });
  expect(explain(verdict)).toMatch(
    /^Stable harmed: stable became worse 15 s after the raise: 108 of 1350 requests of stable failed \(8 %\), 0 of 150 requests of the canary failed \(0 %\); stable's limit is 1 %, from what it was before the attempt: canary 0/,
  );
});

test.each<[string, Quad[], RegExp]>([
  [
    "shared",
    [...minutes(10, well), ...repeat(4, bothBad)],
    /both tracks became worse .* points at something they share/,
  ],
  [
    "open",
    [...minutes(10, well), ...repeat(4, [0, 0, 450, 36] as Quad)],
    /too few requests to show .* 0 of 0 requests of the canary failed;/,
  ],
])("explain() says what is %s", (_, quads, wanted) => {
  expect(explain(judge(observeAll(watched(), quads)))).toMatch(wanted);
});

test("stable recovers: it is no longer worse, and later harm is found again", () => {
  const harmed = observeAll(watched(), repeat(3, poisoned));
  const within = observeAll(harmed, minutes(1, well).slice(1));
  expect(said(within)).toBe("stable-harmed");
  const recovered = observeAll(within, minutes(2, well));
  expect(judge(recovered).evidence.harm).toBeUndefined();
  expect(said(recovered)).toBe("pass");
  expect(said(observeAll(recovered, repeat(4, poisoned)))).toBe("stable-harmed");
});

test("stable without requests does not recover", () => {
  const silent = observeAll(observeAll(watched(), repeat(3, poisoned)), minutes(3, [50, 0, 0, 0]));
  expect(said(silent)).toBe("stable-harmed");
});

test("each raise starts the count again, and keeps what stable was like before the first", () => {
  const first = observeAll(watched(), minutes(30, well));
  const next = startStage(first, { ...terms, weight: 20, startedAtSeconds: first.cursorSeconds as number });
  expect(next.watch).toMatchObject({ turns: 2, baseline: goodHour, stable: { seconds: 0 } });
  expect(said(observeAll(next, repeat(4, bothBad)))).toBe("stable-harmed");
});

test("at weight 100 stable carries nothing and is not watched", () => {
  const last = observeAll(watched({ weight: 100, nextWeight: undefined }), repeat(20, [500, 0, 9, 9]));
  expect(judge(last).evidence.harm).toBeUndefined();
  expect(last.watch?.stable.seconds).toBe(0);
});

test("without a watch, as in older evidence, stable is not judged", () => {
  const older = observeAll({ ...watched(), watch: null }, minutes(2, poisoned));
  expect(judge(older).evidence).toMatchObject({ stableLnA: 0 });
  expect(said(older)).toBe("pass");
});

test("errors that come at a steady rate are no harm, however the sums are rounded", () => {
  for (let requests = 900; requests < 960; requests++) {
    const always = { requests: 100_000, errors: 200_000 / requests, medianErrorRatio: 2 / requests };
    const state = observeAll(watched({}, always), repeat(40, [50, 0, requests, 2]));
    expect([requests, said(state)]).not.toEqual([requests, "stable-harmed"]);
  }
});
