import type { RivalCheck, RivalOutcome } from "./rivals/rival-outcome";
import type { EvidencePoint, ReplayVerdict } from "./watch-evidence";

/** Rule that judged: the default gate's, or one of those that people use elsewhere. */
export type Mode = "sluice" | "argo" | "flagger";

/** Outcome of Sluice's gate; only it has the verdict `stable-harmed`. */
type SluiceOutcome = Omit<RivalOutcome, "verdict"> & Pick<ModeResult, "verdict">;

/** Result of one mode on a recording: one line of JSON. */
export interface ModeResult {
  readonly mode: Mode;
  readonly verdict: ReplayVerdict;
  /** Moment of the verdict, seconds since the beginning of the recording. */
  readonly atSeconds: number;
  /** Requests of the canary until then: with a `fail`, the cost of the release. */
  readonly canaryRequests: number;
  readonly canaryErrors: number;
  /** Evidence at that time, whatever the mode: natural logarithm of E, and without its largest jumps. */
  readonly lnE: number;
  readonly trimmedLnE: number;
  /** Of stable's errors until then: 1 for independent requests. */
  readonly dispersion: number;
  readonly sentence: string;
  /** Stages at which a rule was met at a corner that is not safe. */
  readonly flags: readonly string[];
  readonly checks: readonly RivalCheck[];
}

/** Decision of the gate: at its first write of weight 0, else at the beginning of its last verdict. */
export function decideSluice(points: readonly EvidencePoint[]): SluiceOutcome {
  const failed = points.find(({ verdict }) => verdict === "fail" || verdict === "stable-harmed");
  const last = failed ?? (points.at(-1) as EvidencePoint);
  const since = points.findLastIndex(
    ({ verdict, weight }) => verdict !== last.verdict || weight !== last.weight,
  );
  const passed = last.verdict === "pass" ? (points[since + 1] as EvidencePoint) : last;
  const { verdict, sentence } = last;
  return { verdict, atSeconds: passed.atSeconds, sentence, flags: [], checks: [] };
}

/** Adds the canary's requests until the decision, and the evidence at that time. */
export function toModeResult(
  mode: Mode,
  outcome: SluiceOutcome,
  points: readonly EvidencePoint[],
): ModeResult {
  const { verdict, atSeconds, sentence, flags, checks } = outcome;
  // Ticks are sums of floats: the one that ends with the decision counts.
  const until = points.filter((point) => point.atSeconds <= atSeconds + 1e-6);
  // There is always one: the first tick ends with the beginning.
  const at = until.at(-1) as EvidencePoint;
  const sum = (of: "requests" | "errors"): number =>
    until.reduce((total, { canary }) => total + canary[of], 0);
  return {
    mode,
    verdict,
    atSeconds: Math.round(atSeconds * 1000) / 1000,
    canaryRequests: sum("requests"),
    canaryErrors: sum("errors"),
    lnE: at.lnE,
    trimmedLnE: at.trimmedLnE,
    dispersion: at.dispersion,
    sentence,
    flags,
    checks,
  };
}
