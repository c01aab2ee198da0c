/** End of one simulated release. */
export interface Outcome {
  readonly kind: "rolledBack" | "promoted" | "held";
  readonly seconds: number;
  /** Failed requests on the canary until then. */
  readonly canaryErrors: number;
  /** Largest weight reached, whole percent. */
  readonly weight: number;
}

/** The study's stages: weights in percent, 60 s each. */
export const weights = [1, 5, 20, 50, 100] as const;

/** Least time per stage, seconds. */
export const stageSeconds = 60;

/** Outcomes of many releases in figures. */
export interface Summary {
  readonly runs: number;
  readonly rolledBack: number;
  readonly promoted: number;
  readonly held: number;
  /** Above the weight from which the pass test is needed. */
  readonly above20: number;
  /** Median time to the most frequent outcome of rolled back and promoted, seconds. */
  readonly medianSeconds: number;
  readonly meanErrors: number;
}

/** Counts outcomes. */
export function summarise(outcomes: readonly Outcome[]): Summary {
  const of = (kind: Outcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind);
  const [rolledBack, promoted] = [of("rolledBack"), of("promoted")];
  const usual = rolledBack.length >= promoted.length ? rolledBack : promoted;
  const sorted = usual.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  return {
    runs: outcomes.length,
    rolledBack: rolledBack.length,
    promoted: promoted.length,
    held: of("held").length,
    above20: outcomes.filter(({ weight }) => weight > 20).length,
    medianSeconds: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    meanErrors: outcomes.reduce((sum, { canaryErrors }) => sum + canaryErrors, 0) / outcomes.length,
  };
}
