import type { ProbeAnswer } from "../gate/probes";
import { tracks } from "../track";
import type { Track } from "../track";
import { isSuspected, observeSynthetic, startSynthetic, weighSynthetic } from "../verdict/index";
import type { Counts } from "../verdict/model";
import type { SyntheticState, VerdictParameters } from "../verdict/index";
import { wereTaken } from "./canary-health";
import type { CanaryHarm, HealthRecord } from "./canary-health";

/** Answer to a request of our own. `unknown` says nothing of the track that was asked. */
export interface SyntheticAnswer {
  readonly track: Track;
  readonly kind: "good" | "bad" | "unknown";
  /** Reason why it is bad. */
  readonly problem?: string;
}

/** Record of the requests of our own in a stage. */
export interface SyntheticRecord {
  readonly evidence: SyntheticState;
  /** Since when most answers of both tracks are bad, seconds since the epoch. */
  readonly bothSinceSeconds?: number;
  /** Latest reason why an answer of the canary was bad. */
  readonly problem?: string;
}

/**
 * Meaning of an answer: it counts only where the router names the track that gave it, and not where this machine is
 * limited or nobody answered, which has many reasons besides the track.
 */
export function toSyntheticAnswer({ status, track: named }: ProbeAnswer, track: Track): SyntheticAnswer {
  if (status === undefined || status === 429 || named !== track) return { track, kind: "unknown" };
  return status < 500 ? { track, kind: "good" } : { track, kind: "bad", problem: `HTTP ${status}` };
}

/** Record before the first answer, with the evidence of the release so far. */
export function beginSynthetic(
  parameters: VerdictParameters,
  evidence: SyntheticState = startSynthetic(parameters),
): SyntheticRecord {
  return { evidence };
}

function count(answers: readonly SyntheticAnswer[], track: Track): Counts {
  const known = answers.filter((one) => one.track === track && one.kind !== "unknown");
  return { requests: known.length, errors: known.filter(({ kind }) => kind === "bad").length };
}

/**
 * Moment since which both fail: from the first tick in which most answers of both are bad, up to one in which neither's
 * are, or nobody knows. A tick is short: a track of which it has no answer is as it was before.
 */
function sinceBoth(
  before: number | undefined,
  answers: readonly SyntheticAnswer[],
  counts: Readonly<Record<Track, Counts>>,
  nowSeconds: number,
): number | undefined {
  const asked = tracks.filter((track) => answers.some((one) => one.track === track));
  const failing = asked.filter((track) => counts[track].errors * 2 > counts[track].requests);
  const isKnown = asked.every((track) => counts[track].requests > 0);
  if (!isKnown || (failing.length === 0 && asked.length === tracks.length)) return undefined;
  return failing.length === tracks.length ? (before ?? nowSeconds) : before;
}

/** Adds the answers of one tick. */
export function recordSynthetic(
  before: SyntheticRecord,
  parameters: VerdictParameters,
  answers: readonly SyntheticAnswer[],
  nowSeconds: number,
): SyntheticRecord {
  const counts = { stable: count(answers, "stable"), canary: count(answers, "canary") };
  const evidence = observeSynthetic(before.evidence, parameters, counts);
  const since = sinceBoth(before.bothSinceSeconds, answers, counts, nowSeconds);
  const bad = answers.findLast(({ track, kind }) => track === "canary" && kind === "bad");
  const problem = bad?.problem ?? before.problem;
  return {
    evidence,
    ...(since === undefined ? {} : { bothSinceSeconds: since }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Finding on the requests of our own: the canary alone fails, or both tracks do for longer than silence is borne. */
export interface SyntheticFinding {
  readonly kind: "canary" | "both";
  readonly sentence: string;
}

/** Judges the record; undefined while it says nothing. */
export function judgeSynthetic(
  { evidence, bothSinceSeconds, problem }: SyntheticRecord,
  parameters: VerdictParameters,
  nowSeconds: number,
  limitSeconds: number,
): SyntheticFinding | undefined {
  const { lnE, failAt, canary, stable } = weighSynthetic(evidence, parameters);
  const of = ({ errors, requests }: Counts): string => `${errors} of ${requests}`;
  if (lnE >= failAt) {
    const why = problem === undefined ? "" : ` (${problem})`;
    return {
      kind: "canary",
      sentence: `Fail: of our own requests the canary failed ${of(canary)}${why}, stable ${of(stable)}; ln E ${lnE.toFixed(2)} of ${failAt.toFixed(2)}`,
    };
  }
  const seconds = bothSinceSeconds === undefined ? 0 : nowSeconds - bothSinceSeconds;
  if (seconds <= limitSeconds) return undefined;
  const sentence = `most of our own requests fail on both tracks for ${Math.round(seconds)} s, limit ${limitSeconds} s`;
  return { kind: "both", sentence };
}

/** Whether the canary failed alone a moment ago: then it is asked more often. */
export function isAlarmed({ evidence }: SyntheticRecord): boolean {
  return isSuspected(evidence);
}

/**
 * Harm that a canary which fails alone does: no evidence against its image where pods of it were taken away or killed
 * for lack of memory, or where nobody knows.
 */
export function blameSynthetic(
  sentence: string,
  health: HealthRecord | undefined,
  nowSeconds: number,
): CanaryHarm {
  const why =
    health === undefined
      ? "its pods could not be read"
      : wereTaken(health, nowSeconds)
        ? "its pods were taken away"
        : health.canaryKills > 0
          ? "a container of it was killed for lack of memory"
          : health.canaryOverflows.length > 0
            ? "a pod of it was evicted for what it wrote"
            : undefined;
  return why === undefined
    ? { kind: "fail", basis: "synthetic", sentence }
    : { kind: "interrupted", basis: "interrupted", sentence: `${sentence}; ${why}` };
}
