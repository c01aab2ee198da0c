/** Fact of a release that people are told; the Events of the ledger that are not among {@link meanings} are not told. */
export type MessageKind =
  | "started"
  | "soaking"
  | "stage-passed"
  | "held"
  | "paused"
  | "resumed"
  | "aborted"
  | "ended"
  | "promoting"
  | "promoted"
  | "returned"
  | "stable-worse"
  | "recovered"
  | "not-recovered"
  | "approved"
  | "verified"
  | "not-as-it-should-be"
  | "not-known"
  | "refused"
  | "flag-off";

/** Weight of a message: `critical` calls a person. */
export type Tone = "info" | "good" | "warning" | "critical";

/** Meaning of an Event for people. */
export interface Meaning {
  readonly kind: MessageKind;
  readonly tone: Tone;
  /** Whether this is sent beside the one message that shows the state. */
  readonly isReply: boolean;
}

const state = (kind: MessageKind, tone: Tone = "info"): Meaning => ({ kind, tone, isReply: false });
const reply = (kind: MessageKind, tone: Tone): Meaning => ({ kind, tone, isReply: true });

const meanings: Readonly<Record<string, Meaning>> = {
  AttemptStarted: state("started"),
  StageSoaking: state("soaking"),
  StageResumed: state("soaking"),
  StagePassed: state("stage-passed", "good"),
  Held: reply("held", "warning"),
  Paused: reply("paused", "warning"),
  Resumed: reply("resumed", "info"),
  Aborted: reply("aborted", "critical"),
  SecondLever: reply("aborted", "critical"),
  Promoting: state("promoting"),
  Promoted: state("promoted", "good"),
  PromotionReturned: reply("returned", "warning"),
  StableWorse: reply("stable-worse", "critical"),
  StableRecovered: reply("recovered", "good"),
  StableNotRecovered: reply("not-recovered", "critical"),
  Approved: reply("approved", "info"),
  Verified: reply("verified", "good"),
  Recovered: reply("recovered", "good"),
  VerifyFailed: reply("not-as-it-should-be", "critical"),
  VerifyUnknown: reply("not-known", "warning"),
  CommandEnded: reply("refused", "warning"),
  FlagOff: reply("flag-off", "warning"),
};

/**
 * Meaning of an Event of the ledger.
 * @returns undefined for one that concerns nobody but the record
 */
export function meaningOf(event: { readonly type: string; readonly reason: string }): Meaning | undefined {
  // A newer commit ended it: nothing is wrong.
  if (event.reason === "Aborted" && event.type === "Normal") return state("ended");
  return meanings[event.reason];
}
