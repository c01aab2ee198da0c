import { defaultParameters, ingest, restore } from "../../../../../components/core/verdict";
import type { EvidenceState, RawSeries } from "../../../../../components/core/verdict";
import { begin, observeAll, series } from "../support";

const state = observeAll(begin(), [[50, 1, 950, 1]]);

test("restore() takes up what was saved", () => {
  expect(restore(JSON.parse(JSON.stringify(state)), state.parameters)).toEqual({ state });
});

test("restore() takes up evidence that waits for a track", () => {
  const waiting = ingest(begin(), [series("canary", "200", [[1001, 1]])], 1010).state;
  expect(waiting.pending).not.toBeNull();
  expect(restore(JSON.parse(JSON.stringify(waiting)), waiting.parameters)).toEqual({ state: waiting });
});

test("restore() takes up evidence that was saved before scrapes and falls were noted", () => {
  const waiting = ingest(begin(), [series("canary", "200", [[1001, 1]])], 1010).state;
  const older = (saved: EvidenceState): unknown => {
    const pending = { ...saved.pending, isOpen: undefined };
    return JSON.parse(JSON.stringify({ ...saved, pending, scrapes: undefined, falls: undefined })) as unknown;
  };
  expect(restore(older(waiting), waiting.parameters)).toEqual({ state: { ...waiting, scrapes: [] } });
  const unmarked = older({ ...waiting, series: null });
  expect(restore(unmarked, waiting.parameters)).toEqual({
    state: { ...waiting, series: null, scrapes: null },
  });
});

test("restore() takes up evidence that was saved before a stage had a key", () => {
  const { key: _key, ...stage } = state.stage as NonNullable<EvidenceState["stage"]>;
  const older = JSON.parse(JSON.stringify({ ...state, stage })) as unknown;
  expect(state.stage?.key).toBe("5");
  expect(restore(older, state.parameters)).toEqual({ state });
});

type Damage = (saved: Record<string, never>) => unknown;

test.each<{ name: string; damage: Damage; problem: string }>([
  { name: "nothing", damage: () => null, problem: "evidence must be an object: got null" },
  { name: "a text", damage: () => "x", problem: "evidence must be an object: got string" },
  {
    name: "another version",
    damage: (s) => ({ ...s, version: 2 }),
    problem: "evidence.version must be 1: got 2",
  },
  {
    name: "no parameters",
    damage: (s) => ({ ...s, parameters: null }),
    problem: "evidence.parameters must be this release's: tickSeconds, gapSeconds",
  },
  {
    name: "parameters that are no object",
    damage: (s) => ({ ...s, parameters: 7 }),
    problem: "evidence.parameters must be this release's: tickSeconds, gapSeconds",
  },
  {
    name: "another alpha",
    damage: (s) => ({ ...s, parameters: { ...state.parameters, alpha: 0.05 } }),
    problem: "evidence.parameters must be this release's: alpha differ",
  },
  {
    name: "a parameter too many",
    damage: (s) => ({ ...s, parameters: { ...state.parameters, gamma: 1 } }),
    problem: "evidence.parameters must be this release's: gamma differ",
  },
  {
    name: "a missing field",
    damage: (s) => ({ ...s, lnE: undefined }),
    problem: "evidence is damaged at evidence.lnE",
  },
  {
    name: "an unknown field",
    damage: (s) => ({ ...s, extra: 1 }),
    problem: "evidence is damaged at evidence.extra",
  },
  {
    name: "a null number",
    damage: (s) => ({ ...s, lnE: null }),
    problem: "evidence is damaged at evidence.lnE",
  },
  {
    name: "a negative count",
    damage: (s) => ({ ...s, ticks: -1 }),
    problem: "evidence is damaged at evidence.ticks",
  },
  {
    name: "a text for a flag",
    damage: (s) => ({ ...s, passed: "no" }),
    problem: "evidence is damaged at evidence.passed",
  },
  {
    name: "a short grid",
    damage: (s) => ({ ...s, relative: [[0]] }),
    problem: "evidence is damaged at evidence.relative[0]",
  },
  {
    name: "no list",
    damage: (s) => ({ ...s, relative: {} }),
    problem: "evidence is damaged at evidence.relative",
  },
  {
    name: "a broken stage",
    damage: (s) => ({ ...s, stage: [] }),
    problem: "evidence is damaged at evidence.stage",
  },
  { name: "no stage", damage: (s) => ({ ...s, stage: 1 }), problem: "evidence is damaged at evidence.stage" },
  {
    name: "a failure of unknown kind",
    damage: (s) => ({ ...s, failure: { basis: "hunch", atSeconds: 1 } }),
    problem: "evidence is damaged at evidence.failure.basis",
  },
])("restore() refuses $name", ({ damage, problem }) => {
  const restored = restore(damage(JSON.parse(JSON.stringify(state))), state.parameters);
  expect(restored).toEqual({ problem: expect.stringContaining(problem) });
});

test("the state of 60 series, errors, objective and pass test stays below 12 KB", () => {
  const pods = Array.from({ length: 30 }, (_, i) => `10.244.13.${i}:8080`);
  const all: RawSeries[] = pods.flatMap((pod, i) =>
    ["200", "500"].map((code) => {
      const samples = Array.from({ length: 12 }, (_, t): [number, number] => [
        1763718000.123 + 5 * t,
        t ** 2 * 1234,
      ]);
      return series(i < 3 ? "canary" : "stable", code, samples, `${pod}-${"x".repeat(200)}`);
    }),
  );
  const start: EvidenceState = begin({ absoluteShare: 0.2 }, { startedAtSeconds: 1763718000 });
  const { state: after } = ingest(start, all, 1763718060);
  expect(after.series).toHaveLength(60);
  expect(JSON.stringify(after).length).toBeLessThan(12_000);
});

test("restore() keeps the release's own parameters object", () => {
  const parameters = defaultParameters({ absoluteShare: 0 });
  const restored = restore(JSON.parse(JSON.stringify(state)), parameters);
  expect("state" in restored && restored.state.parameters).toBe(parameters);
});

test("restore() takes up evidence that was saved before stable was watched", () => {
  const { watch: _, ...older } = state;
  expect(restore(JSON.parse(JSON.stringify(older)), state.parameters)).toEqual({
    state: { ...state, watch: null },
  });
});
