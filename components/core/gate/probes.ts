import type { Track } from "../track";

/** Answer to one request through the data path that a probe rule sends to a track. */
export interface ProbeAnswer {
  /** Answered by that track with a status below 500. */
  readonly ok: boolean;
  /** HTTP status; absent where there was no answer. */
  readonly status?: number;
  /** Host of its `Location` header. */
  readonly location?: string;
  /** Track that answered, where the answer names it. */
  readonly track?: string;
  readonly problem?: string;
  /** The gateway was reached and nobody answered in time. */
  readonly isLate?: boolean;
}

/** Result of several probe requests to one track. */
export interface ProbeFact {
  readonly sent: number;
  readonly good: number;
  /** Answered at all, by whomever: the gateway is reached from here. */
  readonly answered: number;
  /** Not answered in time, where there were any. */
  readonly late?: number;
  /** Reason why nobody could ask; then it says nothing for or against the track. */
  readonly unverified?: string;
  /** Most frequent reason among the requests that were not good. */
  readonly problem?: string;
}

/** A track that was not probed, and why. */
export function unprobed(problem: string): ProbeFact {
  return { sent: 0, good: 0, answered: 0, problem };
}

/** A track that cannot be asked from here, and why: its readiness probe must do. */
export function unverified(why: string): ProbeFact {
  return { sent: 0, good: 0, answered: 0, unverified: why };
}

/** Sums the answers of a track up. */
export function summarizeProbes(answers: readonly ProbeAnswer[], track: Track): ProbeFact {
  const isGood = ({ ok, track: seen = track }: ProbeAnswer): boolean => ok && seen === track;
  const counts = new Map<string, number>();
  for (const { problem, status, track: seen } of answers.filter((one) => !isGood(one))) {
    const what = problem ?? (seen === undefined ? `HTTP ${status ?? "nothing"}` : `an answer of ${seen}`);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const late = answers.filter(({ isLate }) => isLate === true).length;
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return {
    sent: answers.length,
    good: answers.filter(isGood).length,
    answered: answers.filter(({ status }) => status !== undefined).length,
    ...(late === 0 ? {} : { late }),
    ...(most === undefined ? {} : { problem: most[0] }),
  };
}

/**
 * Whether nothing speaks against a track: it answers most of its probes, since one bad answer proves nothing, or cannot
 * be asked.
 */
export function isReached({ sent, good, unverified: why }: ProbeFact): boolean {
  return why !== undefined || (sent > 0 && good * 2 >= sent);
}

/** Whether no probe was answered at all: then the way to the gateway is missing, not a track. */
export function isUnreachable({ sent, answered }: ProbeFact): boolean {
  return sent > 0 && answered === 0;
}

/** Probes in one line, e.g. `HTTP 500 for 6 of 6 requests`. */
export function explainProbes({ sent, good, problem = "no answer" }: ProbeFact): string {
  return sent === 0 ? problem : `${problem} for ${sent - good} of ${sent} requests`;
}

/** Requirement that no answered probe met: neither track is to blame. */
export const explainNoWay = (probes: ProbeFact): string =>
  `the gateway must be reachable from here: got ${explainProbes(probes)}`;

/** Way out where the machine that runs a stage cannot reach the gateway. */
export const reachFix =
  "set sluice:traffic.address to a host:port that leads to the gateway from this machine, or run the stages elsewhere; the app's own requests are not concerned";
