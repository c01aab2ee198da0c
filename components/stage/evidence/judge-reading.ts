import type { Doubt } from "../../core/evidence/samples/entry";
import type { Track } from "../../core/track";
import { blindSeconds, explainFall, ingest, judge } from "../../core/verdict/index";
import type { EvidenceState, Verdict } from "../../core/verdict/index";
import type { EvidenceReading } from "../../prometheus/source";

/** Evidence after a reading, and the verdict on it. */
export interface Judged {
  readonly state: EvidenceState;
  readonly verdict: Verdict;
  /**
   * Time without data per track as of the reading's end, seconds: time that a run lets pass between reading and deciding,
   * as on a machine that slept, says nothing of its data.
   */
  readonly blindSeconds: Readonly<Record<Track, number>>;
  /** Counters that fell without being restarted. */
  readonly fallen: readonly Doubt[];
}

/**
 * Feeds a reading up to a moment and judges: what cannot be read or trusted keeps the evidence from passing, and is
 * judged as far as it is there.
 * @param isEmergency - stable is known to be bad: what befalls it is only told
 */
export function judgeReading(
  before: EvidenceState,
  read: EvidenceReading,
  untilSeconds: number,
  isEmergency: boolean,
): Judged {
  const unread = read.unread.map(({ metric }) => metric);
  const isPartial = unread.length > 0 || read.doubts.length > 0;
  const { state, falls } = ingest(before, read.series, untilSeconds, isPartial);
  const fallen = falls.map((fall) => ({
    text: explainFall(fall),
    fix: "read a Prometheus that has each sample once, and counters, not sums of them",
  }));
  const doubts = [...read.doubts, ...fallen].map(({ text }) => text);
  const { stage } = state;
  const waived = isEmergency &&
    stage !== null && { stage: { ...stage, waive: [...stage.waive, "commonCause" as const] } };
  const blind = (track: Track): number => blindSeconds(state, track, untilSeconds);
  return {
    state,
    verdict: judge({ ...state, ...waived }, unread, doubts),
    blindSeconds: { stable: blind("stable"), canary: blind("canary") },
    fallen,
  };
}
