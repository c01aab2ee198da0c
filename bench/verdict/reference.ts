import type { Truth } from "./truth";

/** Outcome that a rule is expected to have: shares in percent, seconds, canary errors; absent where unknown. */
export interface Expected {
  readonly rolledBack: number;
  readonly promoted?: number;
  readonly held?: number;
  readonly seconds?: number;
  readonly errors?: number;
}

/** One cell of the study. */
export interface Cell {
  readonly rule: Rule;
  readonly truth: Truth;
  readonly expected?: Expected;
}

/** A rule of the study: D is the relative test on a fixed schedule, D+ the whole default gate. */
export type Rule =
  | { readonly kind: "D" }
  | { readonly kind: "D+"; readonly pBad: number }
  | { readonly kind: "flagger"; readonly intervalSeconds: number; readonly threshold: number }
  | { readonly kind: "argo"; readonly intervalSeconds: number; readonly failureLimit: number };

/** Name of a rule in the tables. */
export function nameRule(rule: Rule): string {
  switch (rule.kind) {
    case "D":
      return "D";
    case "D+":
      return `D+ ${rule.pBad * 100} %`;
    case "flagger":
      return `Flagger ${rule.intervalSeconds} s x${rule.threshold}`;
    case "argo":
      return `Argo ${rule.intervalSeconds} s f=${rule.failureLimit}`;
    default:
      return rule satisfies never;
  }
}

type Figures = readonly [rolledBack: number, seconds?: number, errors?: number] | null;

const fixedRules: readonly Rule[] = [
  { kind: "D" },
  { kind: "flagger", intervalSeconds: 60, threshold: 5 },
  { kind: "flagger", intervalSeconds: 10, threshold: 5 },
  { kind: "argo", intervalSeconds: 60, failureLimit: 3 },
  { kind: "argo", intervalSeconds: 10, failureLimit: 0 },
];

const quiet = 0.001;

function fault(requestsPerSecond: number, canary: number): Truth {
  return { name: `${canary * 100} % errors`, requestsPerSecond, stable: quiet, canary };
}

function same(requestsPerSecond: number, ratio: number, burst = 1): Truth {
  const bursts = burst === 1 ? "" : `, bursts of ${burst}`;
  return { name: `A/A ${ratio * 100} %${bursts}`, requestsPerSecond, stable: ratio, canary: ratio, burst };
}

/** Rows: truth, then the figures of each fixed rule in order. */
const fixedRows: readonly (readonly [Truth, ...Figures[]])[] = [
  [fault(20, 1), [100, 30, 6.5], [100, 360, 72], [100, 60, 12], [100, 240, 912], [100, 10, 2.3]],
  [fault(20, 0.1), [100, 115, 7.8], [100, 420, 28], [100, 70, 11], [100, 240, 128], [100, 40, 1.3]],
  [fault(20, 0.02), [60, 205, 24], [100, 480, 32], [94, 80, 9], [67, 300, 39], [100, 90, 1.4]],
  [fault(200, 1), [100, 15, 30], [100, 360, 720], [100, 60, 120], [100, 240, 9118], [100, 10, 20]],
  [fault(200, 0.02), [100, 100, 12], [100, 420, 66], [100, 70, 23], [99, 240, 259], [100, 20, 1.7]],
  [fault(200, 0.005), [58, 205, 60], [0], [8], [0], [51]],
  [fault(2000, 0.005), [100, 105, 33], [0], [0.9], [0], [22]],
  [same(2, 0.001), [0], [0.3], [38], [0], [16]],
  [same(20, 0.001), [0], [0], [1.5], [0], [11]],
  [same(200, 0.001), [0], [0], [1.1], [0], [9]],
  [same(20, 0.005), [0], [0.2], [13], [0], [60]],
  [same(200, 0.005), [0], [0], [7], [0], [50]],
  [same(2000, 0.005), [0], [0], [0.7], [0], [22]],
  [same(200, 0.005, 5), [0.4], [0.1], [10], [0], [60]],
  [same(200, 0.005, 20), [1.8], [0.3], [13], [0.1], [60]],
];

function toExpected(figures: Figures): Expected | undefined {
  if (figures === null) return undefined;
  const [rolledBack, seconds, errors] = figures;
  return {
    rolledBack,
    ...(seconds !== undefined && { seconds }),
    ...(errors !== undefined && { errors }),
  };
}

function fixedCells(): Cell[] {
  return fixedRows.flatMap(([truth, ...figures]) =>
    fixedRules.map((rule, i) => {
      const expected = toExpected(figures[i] ?? null);
      return { rule, truth, ...(expected !== undefined && { expected }) };
    }),
  );
}

type Closed = readonly [
  Truth,
  pBad: number,
  shares: readonly [number, number, number],
  seconds?: number | undefined,
  errors?: number,
];

const closedRows: readonly Closed[] = [
  [same(2, 0.001), 0.01, [0, 87, 13], 1055],
  [same(5, 0.001), 0.01, [0, 99.5, 0.5], 560],
  [same(20, 0.001), 0.01, [0, 100, 0], 310],
  [same(200, 0.001), 0.01, [0, 100, 0], 300],
  [same(2, 0.001), 0.02, [0, 99.5, 0.5], 640],
  [same(20, 0.001), 0.02, [0, 99.9, 0.1], 300],
  [same(20, 0.005), 0.01, [0, 96, 4], 785],
  [same(200, 0.005), 0.01, [0, 100, 0], 300],
  [same(20, 0.005), 0.02, [0, 100, 0], 310],
  [same(200, 0.005, 5), 0.01, [0.8, 99, 0.1]],
  [fault(20, 0.005), 0.01, [49, 46, 5]],
  [fault(200, 0.005), 0.01, [99, 0.5, 0.7], 270, 32],
  [fault(2, 0.02), 0.01, [68, 0, 32], undefined, 11],
  [fault(5, 0.02), 0.01, [96, 0.1, 4], undefined, 11],
  [fault(20, 0.02), 0.01, [98, 0.1, 2], 295, 11],
  [fault(200, 0.02), 0.01, [100, 0, 0], 135, 9.6],
  [fault(2, 0.1), 0.01, [99, 0, 1], 360, 9],
  [fault(20, 0.1), 0.01, [100, 0, 0], 155, 6],
  [fault(200, 0.1), 0.01, [100, 0, 0], 35, 8],
  [fault(2, 1), 0.01, [100, 0, 0], 145, 7],
  [fault(20, 1), 0.01, [100, 0, 0], 30, 6],
  [fault(200, 1), 0.01, [100, 0, 0], 15, 30],
];

function closedCells(): Cell[] {
  return closedRows.map(([truth, pBad, [rolledBack, promoted, held], seconds, errors]) => ({
    rule: { kind: "D+", pBad },
    truth,
    expected: {
      rolledBack,
      promoted,
      held,
      ...(seconds !== undefined && { seconds }),
      ...(errors !== undefined && { errors }),
    },
  }));
}

/** Whole releases of a version that is as good as stable, or exactly as bad as must not pass. */
export const guaranteeCells: readonly Cell[] = [0.0001, 0.001, 0.01, 0.05].flatMap((ratio) =>
  [1, 20, 200, 5000].map((rps): Cell => ({
    rule: { kind: "D+", pBad: Math.max(0.01, 2 * ratio) },
    truth: same(rps, ratio),
  })),
);

/** A canary exactly at `pBad`, beside an equally bad stable, so that only the pass test can stop it. */
export const badCells: readonly Cell[] = [0.01, 0.02, 0.05].map((pBad) => ({
  rule: { kind: "D+", pBad },
  truth: { ...same(50, pBad), name: `at p_bad ${pBad * 100} %` },
}));

/** All cells with reference figures. */
export const referenceCells: readonly Cell[] = [...fixedCells(), ...closedCells()];
