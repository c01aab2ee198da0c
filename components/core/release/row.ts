import { describeWeight } from "../stage/exposure";
import { describeVersion, explainOther, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import type { Problem } from "../problem";
import type { Attempt, Ledger } from "../ledger/ledger";
import type { ZeroKind } from "../live";
import { needsRetry } from "../ledger/promoted-version";
import { isRebuilt } from "../ledger/transitions/attempt-transition";
import { findUnintended } from "./intent";
import { explainChanged, judgeMigration } from "./judge-migration";
import { isPastMigration } from "./migration-steps";
import type { Drift } from "../ledger/transitions/reconcile-weight";
import type { ReleaseFacts, ReleaseKind } from "./release-facts";

/** Facts after the ledger was brought up to date with the route. */
export type ReleaseView = ReleaseFacts & {
  /** Live weight; 0 where there is no route, since nothing is served then. */
  readonly weight: number;
  /** Other writer that moved traffic, and the way out. */
  readonly drift: Drift | undefined;
};

/** The same where a version was promoted or Available. */
export type PromotedView = ReleaseView & {
  readonly ledger: Ledger;
  /** The last promoted version. */
  readonly last: Version;
};

/** Row of the situation table; an absent version stays as it is. */
export interface ReleaseRow {
  readonly kind: ReleaseKind;
  readonly stable?: Version;
  readonly canary?: Version;
  readonly migrate?: boolean;
  readonly begins?: boolean;
  readonly zeroFirst?: ZeroKind;
  readonly observeFirst?: boolean;
  readonly idleCanary?: boolean;
  readonly sentence: string;
  readonly problems: readonly Problem[];
}

/** A row that refuses. `rule` is `<path> must be <rule>: got <value>`. */
export function refuseRow(view: ReleaseView, rule: string, fix: string): ReleaseRow {
  return refuseProblem({ text: `Cannot release "${view.app}": ${rule}`, fix });
}

/** A row that refuses, with its whole sentence. */
export function refuseProblem(problem: Problem): ReleaseRow {
  return { kind: "refuse", sentence: "refused, nothing changes", problems: [problem] };
}

/** A row that refuses the live weight: where another writer moved it, with who that was and the way out of that. */
export function refuseWeight(view: ReleaseView, rule: string, fix: string): ReleaseRow {
  const { drift, weight } = view;
  const who = drift === undefined ? "" : ` (${drift.text})`;
  return refuseRow(view, `${rule}: got ${describeWeight(weight)}${who}`, drift?.fix ?? fix);
}

/** The row "anything else". */
export function refuseFacts(view: ReleaseView & { readonly ledger: Ledger }): ReleaseRow {
  const { ledger, weight, stable, canary, environment } = view;
  const attempt = ledger.attempt;
  const facts = [
    `phase ${ledger.phase}`,
    `attempt ${attempt === undefined ? "none" : `${attempt.number} (${attempt.kind}) of ${describeVersion(attempt)}`}`,
    `weight ${describeWeight(weight)} live, ${describeWeight(ledger.weight)} in the ledger`,
    `stable ${stable === undefined ? "missing" : describeVersion(stable)}`,
    `canary ${canary === undefined ? "missing" : describeVersion(canary)}`,
    `this checkout ${describeVersion(view)}`,
  ].join(", ");
  const fix = `\`sluice abort ${environment}\` puts all traffic on stable, then release again`;
  return refuseRow(view, `ledger and live objects must be a known situation: got ${facts}`, fix);
}

/** The row `I ≠ C, promoting`. */
export function refusePromoting(view: ReleaseView, attempt: Attempt | undefined): ReleaseRow {
  return refuseRow(
    view,
    explainOther(view, attempt, "while that is being promoted"),
    `set it back and run \`up\` again to finish, or \`sluice abort ${view.environment}\``,
  );
}

/** The row `R = C, progressing or held`: the release is with its stages. */
export function goOn(view: PromotedView, attempt: Attempt, problem?: Problem): ReleaseRow {
  const { ledger, last, drift } = view;
  const changed = explainChanged(view, isPastMigration(ledger, attempt.image));
  return {
    kind: "continue",
    stable: last,
    canary: toVersion(attempt),
    migrate: judgeMigration(view, attempt.image).migrate,
    sentence: `attempt ${attempt.number} of ${describeVersion(attempt)} is ${ledger.phase} at ${describeWeight(ledger.weight)}${ledger.phase === "progressing" || ledger.phase === "held" ? ": its stages go on" : ""}`,
    problems: [problem, drift, changed].filter((one) => one !== undefined),
  };
}

/**
 * The rows that end an attempt under way: reverted to stable's version, or superseded by another one. Only a run that
 * means to does so; one that was rebuilt at weight 0 from live objects has nothing to lose.
 */
export function leaveRow(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { ledger, last, environment, intent } = view;
  if (needsRetry(ledger, view) && !sameVersion(view, last)) {
    return refuseRow(
      view,
      `this checkout must not be an aborted version while another is ${ledger.phase}: got ${describeVersion(view)}`,
      `check out ${describeVersion(attempt)} to go on; or \`sluice abort ${environment} --reason TEXT\` ends that one, then \`sluice retry ${environment} --reason TEXT\` tries this one again`,
    );
  }
  const what = { environment, wanted: toVersion(view), phase: ledger.phase };
  const unintended = isRebuilt(attempt) ? undefined : findUnintended(attempt, what, intent);
  if (unintended === undefined) return endRow(view, attempt);
  const { rule, fix } = unintended;
  if (!intent.previewed) return refuseRow(view, rule, fix);
  return { ...endRow(view, attempt), problems: [{ text: `\`up\` refuses this now: ${rule}`, fix }] };
}

function endRow(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { last, weight } = view;
  const ends = `attempt ${attempt.number} of ${describeVersion(attempt)} ends at ${describeWeight(weight)}`;
  if (sameVersion(view, last)) {
    const sentence = `${ends}: reverted to ${describeVersion(last)}`;
    return {
      kind: "revert",
      stable: last,
      canary: last,
      zeroFirst: "revert",
      sentence,
      problems: [],
    };
  }
  const sentence = `${ends}: superseded by ${describeVersion(view)}`;
  return { ...beginRow(view, "supersede", sentence), zeroFirst: "supersede" };
}

/** A new attempt: the canary gets the version, stable stays. */
export function beginRow(view: PromotedView, kind: "start" | "supersede", sentence: string): ReleaseRow {
  const { migrate, told } = judgeMigration(view, view.image);
  const problems = told === undefined ? [] : [told];
  return { kind, stable: view.last, canary: toVersion(view), migrate, begins: true, sentence, problems };
}
