import type { Attempt, Checkout, Ledger, Phase, StageRecord } from "../ledger";
import { ledgerVersion } from "../ledger";
import { describeSteps } from "../../stage/describe-steps";
import { describeWeight, weightOf } from "../../stage/exposure";
import type { Stage } from "../../stage/exposure";
import { describeVersion, includesVersion, sameVersion, toVersion } from "../../revision/version";
import type { Version } from "../../revision/version";
import { listTargets, needsRetry } from "../promoted-version";
import { given } from "../../given";
import { laterEpoch } from "../../routers/epoch";
import { preflightOf } from "../sign-off";
import type { LedgerEvent, Transition } from "../transition";
import { requirePhase, requireRule, withEarlier, withVersion, withoutVersion, without } from "../transition";

/** Values that an attempt is pinned to when it begins. */
export interface AttemptStart extends Version {
  /** Names of its changes against stable. @default unknown */
  readonly changes?: readonly string[] | undefined;
  /** Profile that the stages are of. @default - those of every release */
  readonly profile?: "hotfix" | undefined;
  /** As configured now, weights increasing; later changes of the configuration do not reach this attempt. */
  readonly stages: readonly (Stage & Pick<StageRecord, "soakSeconds" | "checksForSeconds">)[];
  readonly objectives: Readonly<Record<string, unknown>>;
  /** Epoch of the route as it was read; its weight must be 0. The ledger's is kept where that is of a later write. */
  readonly epoch: string;
  /**
   * The ledger's epoch as it was read before the route. While it is that still, nobody wrote since, and a route with an
   * older one is a copy that somebody brought back: its epoch is taken. @default - the later one is
   */
  readonly knownEpoch?: string | undefined;
  readonly checkout?: Checkout | undefined;
  /** Version of Kubernetes that its chart was rendered for. @default none */
  readonly kubeVersion?: string | undefined;
  readonly nowSeconds: number;
}

/** A first deploy: everything but stages and route, which may not be there yet. */
export type FirstStart = Omit<AttemptStart, "stages" | "epoch"> & {
  readonly environment: string;
  readonly app: string;
};

/** Whether an attempt was rebuilt from live objects, with no stage pinned: it can end, or be promoted if that had begun. */
export function isRebuilt(attempt: Attempt | undefined): boolean {
  return attempt !== undefined && attempt.kind !== "first" && attempt.stages.length === 0;
}

/** Number of the next attempt: one more than any that is known. */
export function nextAttemptNumber(ledger: Ledger | undefined): number {
  const known = [ledger?.attempt?.number ?? 0, ...(ledger?.earlier ?? []).map((attempt) => attempt.number)];
  return Math.max(...known) + 1;
}

/**
 * Begins a first deploy: stable is rolled out at once, there is nothing to compare with. May replace another
 * first deploy that was never Available.
 * @param ledger - undefined on the very first `up`
 * @throws {RangeError} when anything was ever promoted, or another kind of attempt is under way
 */
export function startFirst(ledger: Ledger | undefined, start: FirstStart): Transition {
  const { environment, app, nowSeconds } = start;
  if (ledger !== undefined) {
    requirePhase(ledger, "deploy", "promoting", "aborted");
    requireRule(
      ledger,
      "deploy",
      ledger.promoted.length === 0 && ledger.attempt?.kind === "first",
      "a first deploy must be the first: other attempts were made",
    );
  }
  const base: Ledger = ledger ?? {
    version: ledgerVersion,
    environment,
    app,
    phase: "promoting",
    weight: 0,
    epoch: "",
    moves: [],
    earlier: [],
    promoted: [],
    aborted: [],
  };
  return begin(base, firstAttempt(start), "promoting", nowSeconds, "replaced");
}

/** First deploy of a version, which has no stages. */
const firstAttempt = (
  start: Pick<AttemptStart, keyof Version | "objectives" | "kubeVersion" | "nowSeconds">,
  startReason?: string,
): Omit<Attempt, "number"> => ({
  kind: "first",
  ...toVersion(start),
  stages: [],
  objectives: start.objectives,
  startedAtSeconds: start.nowSeconds,
  ...given("startReason", startReason),
  ...given("kubeVersion", start.kubeVersion),
});

/**
 * Begins an attempt at weight 0: pins stages and objectives, files the earlier attempt, drops its evidence.
 * @param start - `stable` is the last promoted version, kept for the way back
 * @throws {RangeError} while a release is under way (but for one rebuilt from live objects), above weight 0, for
 * a version that was aborted (that is `retryAttempt`) or is already stable
 */
export function startAttempt(ledger: Ledger, start: AttemptStart & { readonly stable: Version }): Transition {
  const rebuilt = isRebuilt(ledger.attempt) ? ["held" as const] : [];
  requirePhase(ledger, "start a release of", "promoted", "aborted", ...rebuilt);
  const { image, stable } = start;
  const last = ledger.promoted.at(-1);
  requireRule(
    ledger,
    "start a release of",
    last === undefined || sameVersion(last, stable),
    `stable must be the last promoted version (${last?.image}): got ${stable.image}`,
  );
  requireRule(
    ledger,
    "start a release of",
    !needsRetry(ledger, start),
    `image must not be one that was aborted: got ${image}`,
  );
  return release({ ...ledger, promoted: withVersion(ledger.promoted, stable) }, "release", start);
}

/**
 * `sluice retry`: a new attempt with fresh evidence for a version that was aborted, or whose attempt has just ended
 * without being judged.
 * @param retry - `reason` is the text given to the command
 * @throws {RangeError} while a release is under way, above weight 0, or for another version
 */
export function retryAttempt(ledger: Ledger, retry: AttemptStart & { readonly reason: string }): Transition {
  requirePhase(ledger, "retry", "aborted", "promoted");
  const { image, reason, nowSeconds } = retry;
  const again = sameVersion(ledger.attempt, retry) ? ledger.attempt : undefined;
  requireRule(
    ledger,
    "retry",
    needsRetry(ledger, retry) || (again !== undefined && ledger.phase === "aborted"),
    `image must be one that was aborted: got ${image}`,
  );
  if (ledger.promoted.length > 0) return release(ledger, again?.kind ?? "release", retry, reason);
  return begin(ledger, firstAttempt(retry, reason), "promoting", nowSeconds, "retried");
}

/**
 * `sluice rollback`: an attempt of kind `rollback` to a version promoted before, away from stable.
 * @throws {RangeError} while a release is under way, above weight 0, or for a version that {@link listTargets} lacks
 */
export function startRollback(ledger: Ledger, start: AttemptStart & { readonly reason: string }): Transition {
  requirePhase(ledger, "roll back", "promoted", "aborted");
  const targets = listTargets(ledger);
  requireRule(
    ledger,
    "roll back",
    includesVersion(targets, start),
    `the version must be one promoted before (${targets.at(-1)?.image ?? "none"}): got ${start.image}`,
  );
  return release(ledger, "rollback", start, start.reason);
}

function release(
  ledger: Ledger,
  kind: Attempt["kind"],
  start: AttemptStart,
  startReason?: string,
): Transition {
  const { image, changes, profile, objectives, epoch, checkout, kubeVersion, nowSeconds } = start;
  // The start of a release always records the promoted image.
  const previous = ledger.promoted.at(-1) as Version;
  const weights = start.stages.map(weightOf);
  const rising = weights.every((weight, index) => weight > (weights[index - 1] ?? 0));
  const demand = (holds: boolean, rule: string): void =>
    requireRule(ledger, "start a release of", holds, rule);
  demand(ledger.weight === 0, `weight must be 0 %: got ${describeWeight(ledger.weight)}`);
  demand(ledger.intent === undefined, "no write of the route may be pending");
  demand(!sameVersion(previous, start), `image must differ from stable's: got ${image}`);
  demand(
    rising && weights.length > 0,
    `stages must have increasing weights: got ${weights.join(", ") || "none"}`,
  );
  const attempt = {
    kind,
    ...given("profile", profile),
    ...toVersion(start),
    ...(changes === undefined ? {} : { changes }),
    previousImage: previous.image,
    ...(previous.revision === undefined ? {} : { previousRevision: previous.revision }),
    stages: start.stages.map(({ key, exposure, soakSeconds, checksForSeconds }) => ({
      key,
      exposure,
      soakSeconds,
      ...given("checksForSeconds", checksForSeconds),
      phase: "pending" as const,
    })),
    objectives,
    startedAtSeconds: nowSeconds,
    ...(startReason === undefined ? {} : { startReason }),
    ...(checkout === undefined ? {} : { checkout }),
    ...(kubeVersion === undefined ? {} : { kubeVersion }),
  };
  const taken = start.knownEpoch === ledger.epoch ? epoch : laterEpoch(ledger.epoch, epoch);
  return begin({ ...ledger, epoch: taken }, attempt, "progressing", nowSeconds, "superseded");
}

function begin(
  ledger: Ledger,
  start: Omit<Attempt, "number">,
  phase: Phase,
  nowSeconds: number,
  unfinished: string,
): Transition {
  const previous = ledger.attempt;
  const attempt: Attempt = {
    number: nextAttemptNumber(ledger),
    ...start,
    ...given("preflight", preflightOf(ledger, start)),
    ...(ledger.lock === undefined ? {} : { startedBy: ledger.lock.who }),
  };
  const outcome = ledger.phase === "promoted" ? "promoted" : "aborted";
  const ended = previous && {
    ...previous,
    endReason: previous.endReason ?? (outcome === "promoted" ? outcome : unfinished),
  };
  return {
    ledger: {
      ...without(ledger, "intent", "evidence", "promotion", "watchedUntilSeconds", "note"),
      attempt,
      phase,
      earlier: ended ? withEarlier(ledger.earlier, ended, outcome, nowSeconds) : ledger.earlier,
      aborted: withoutVersion(ledger.aborted, attempt),
      ...(ledger.putBack === undefined ? {} : { putBack: withoutVersion(ledger.putBack, attempt) }),
    },
    event: attemptStarted(attempt),
  };
}

function attemptStarted(attempt: Attempt): LedgerEvent {
  const { number, kind, profile, changes = [], startReason, stages } = attempt;
  const what = profile ?? { first: "first deploy", release: "release", rollback: "rollback" }[kind];
  const path = stages.length === 0 ? "" : `: ${stages.flatMap(describeSteps).join(" → ")}`;
  const why = startReason === undefined ? "" : ` (${startReason})`;
  const changed = changes.length === 0 ? "" : `, changes ${changes.join(", ")}`;
  const message = `Attempt ${number}, ${what} of ${describeVersion(attempt)}${changed}${path}${why}`;
  return { type: "Normal", reason: "AttemptStarted", message };
}
