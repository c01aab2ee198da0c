import { describeWeight } from "../stage/exposure";
import { describeVersion, provenSame, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { imageDigest } from "../workload/image";
import type { Ledger } from "../ledger/ledger";
import { lastPromoted } from "../ledger/promoted-version";
import { rebuildLedger } from "../ledger/rebuild-ledger";
import { prefixed } from "../problem";
import type { Problem } from "../problem";
import type { ReleaseDecision, ReleaseFacts, ReleaseObject } from "./release-facts";
import { decideFirst } from "./first-rows";
import { refuseProblem, refuseRow } from "./row";
import type { ReleaseRow, ReleaseView } from "./row";
import { decideRow } from "./rows";
import { reconcileWeight } from "../ledger/transitions/reconcile-weight";
import type { Drift } from "../ledger/transitions/reconcile-weight";
import type { Transition } from "../ledger/transition";
import { objectNames } from "../settings";
import type { Track } from "../track";
import { pausedWords, resumeCommand } from "../workload/paused";

/**
 * Decides what base `up` makes of ledger, live objects and the revision of this checkout.
 * No decision hands the canary another version than the live one unless the weight is 0 and observed, or
 * `zeroFirst` or `observeFirst` says that this has to come first; none raises a weight.
 * @throws {RangeError} when `image` has no digest
 * @example
 * const { kind, problems, zeroFirst } = decideRelease(facts);
 * if (kind === "refuse") throw new RunEnd("refused", problems);
 * if (zeroFirst !== undefined) await moveToZero(session, { kind: zeroFirst, reason });
 */
export function decideRelease(facts: ReleaseFacts): ReleaseDecision {
  if (imageDigest(facts.image) === undefined) {
    throw new RangeError(`Cannot decide on "${facts.app}": image must have a digest: got ${facts.image}`);
  }
  const refusal = refuseLedger(facts) ?? refuseMissing(facts) ?? refuseAdoption(facts);
  if (refusal !== undefined) return complete(facts, undefined, refuseProblem(refusal));
  const { basis, drift, inFlight } = readLedger(facts);
  const ledger = basis?.ledger ?? facts.ledger;
  const view: ReleaseView = { ...facts, ledger, drift, weight: facts.route?.weight ?? 0 };
  const last = lastPromoted(ledger, facts.stable);
  const row =
    last === undefined || isFirst(ledger)
      ? decideFirst(view)
      : decideRow({ ...view, last, ledger: ledger as Ledger });
  const guarded = refusePaused(view, guardCanary(view, row));
  // A stage that is at work confirms its own write.
  return complete(facts, inFlight && guarded.kind === "continue" ? undefined : basis, guarded);
}

function isFirst(ledger: Ledger | undefined): boolean {
  return ledger?.phase === "promoting" && ledger.attempt?.kind === "first";
}

function refuseLedger({ app, ledgerProblem }: ReleaseFacts): Problem | undefined {
  return ledgerProblem === undefined
    ? undefined
    : {
        text: `Cannot release "${app}": ConfigMap sluice-${app} must be a readable ledger: got ${ledgerProblem}`,
        fix: `restore it from a backup, or use the version of Sluice that wrote it, or delete it to have it rebuilt from live objects without its evidence`,
      };
}

function refuseMissing(facts: ReleaseFacts): Problem | undefined {
  const { app, ledger, stable, canary, route, hadState, refreshedAway } = facts;
  if (!hadState) return undefined;
  const objects: readonly ReleaseObject[] = ["stable", "canary", "route"];
  const gone = objects.filter((object) => facts[object] === undefined);
  const unknown = gone.filter((object) => !refreshedAway.includes(object));
  const ever = lastPromoted(ledger, stable) !== undefined && !isFirst(ledger);
  if (unknown.length > 0 && (ever || ledger === undefined)) {
    return {
      text: `Cannot release "${app}": ${gone.join(", ")} must exist: got deleted`,
      fix: "`pulumi up --refresh` creates the last promoted revision again",
    };
  }
  if (ledger === undefined && stable === undefined && gone.length < objects.length) {
    const serves = (route?.weight ?? 0) > 0 && (canary?.replicas ?? 0) > 0;
    return {
      text: `Cannot release "${app}": ledger or stable must exist to know the last promoted revision: got neither`,
      fix: `restore ConfigMap sluice-${app} from a backup${serves ? ": the canary serves, so destroy nothing" : ", or destroy this stack and deploy again"}`,
    };
  }
  return undefined;
}

function refuseAdoption(facts: ReleaseFacts): Problem | undefined {
  const { app, environment, hadState, canary, route } = facts;
  const weight = route?.weight ?? 0;
  const replicas = canary?.replicas ?? 0;
  if (hadState || (weight === 0 && replicas === 0)) return undefined;
  return {
    text: `Cannot adopt "${app}" (Pulumi's state does not know it): live weight and canary replicas must be 0: got ${describeWeight(weight)} and ${replicas}`,
    fix: `\`sluice abort ${environment}\`, then \`kubectl scale deployment/${app}-canary --replicas=0\` if pods are left`,
  };
}

interface Reading {
  readonly basis?: Transition;
  readonly drift?: Drift;
  /** The ledger has an announced write that was found done or not done. */
  readonly inFlight?: boolean;
}

function readLedger(facts: ReleaseFacts): Reading {
  const { ledger, route, nowSeconds } = facts;
  if (ledger === undefined) {
    const basis = rebuildLedger(facts);
    return basis === undefined ? {} : { basis };
  }
  if (route === undefined) return {};
  const found = reconcileWeight(ledger, route, nowSeconds);
  const drift = found.kind === "drift" ? found : found.kind === "adopt" ? found.drift : undefined;
  const told = drift === undefined ? {} : { drift: { text: drift.text, fix: drift.fix } };
  if (found.kind !== "adopt") return told;
  const inFlight = found.what === "moved" || found.what === "not-written";
  return { ...told, basis: { ledger: found.ledger, event: found.event }, inFlight };
}

/** The one rule that no row may break: a new version never inherits traffic, and no pod goes that serves. */
function guardCanary(view: ReleaseView, row: ReleaseRow): ReleaseRow {
  const { app, environment, canary, weight, observed } = view;
  if (row.kind === "refuse") return row;
  const leaves = row.kind !== "first" && row.kind !== "continue" && row.kind !== "promote";
  const foreign = view.route?.foreign?.rules ?? [];
  const abort = `\`sluice abort ${environment}\` puts all traffic on stable`;
  const drift = foreign.length === 0 ? undefined : view.drift;
  if (row.zeroFirst !== undefined) {
    // In another object a write of weight 0 does not end it: the canary's pods would change under its requests.
    return foreign.every(({ own }) => own)
      ? { ...row, idleCanary: leaves }
      : refuseProblem(prefixed(`Cannot release "${app}": `, { text: abort, ...drift }));
  }
  // Every row that goes on names the canary's version.
  const next = row.canary as Version;
  const changes = canary !== undefined && !provenSame(canary, next);
  if (changes && weight !== 0) {
    return refuseProblem({
      text: `Cannot change the canary of "${app}" from ${describeVersion(canary)} to ${describeVersion(next)}: live weight must be 0 %: got ${describeWeight(weight)}${drift === undefined ? "" : ` (${drift.text})`}`,
      fix: drift?.fix ?? abort,
    });
  }
  const idleCanary = leaves && weight === 0;
  const touched = changes || (idleCanary && (canary?.replicas ?? 0) > 0);
  return { ...row, idleCanary, observeFirst: row.observeFirst ?? (touched && observed !== "confirmed") };
}

/** A Deployment that a person paused would keep its pods, whatever template it is given. */
function refusePaused(view: ReleaseView, row: ReleaseRow): ReleaseRow {
  const rolled: Partial<Record<ReleaseRow["kind"], Track>> = {
    first: "stable",
    start: "canary",
    supersede: "canary",
    promote: "stable",
  };
  const track = rolled[row.kind];
  if (track === undefined || view[track]?.paused !== true) return row;
  const deployment = objectNames(view.app).track(track);
  return refuseRow(
    view,
    `Deployment ${deployment} must not be paused: got ${pausedWords}`,
    resumeCommand(deployment),
  );
}

function liveVersion(track: Version | undefined): Version {
  return track === undefined ? { image: "" } : toVersion(track);
}

function complete(facts: ReleaseFacts, basis: Transition | undefined, row: ReleaseRow): ReleaseDecision {
  const { stable, canary, route } = facts;
  const { kind, zeroFirst } = row;
  const changing: readonly ReleaseRow["kind"][] = ["start", "supersede", "revert", "continue", "promote"];
  return {
    kind,
    stable: row.stable ?? liveVersion(stable),
    canary: row.canary ?? liveVersion(canary),
    migrate: row.migrate ?? false,
    begins: row.begins ?? false,
    ...(zeroFirst === undefined ? {} : { zeroFirst }),
    observeFirst: row.observeFirst ?? false,
    idleCanary: row.idleCanary ?? false,
    frozen: changing.includes(kind),
    adopt:
      !facts.hadState && kind !== "refuse" && [stable, canary, route].some((object) => object !== undefined),
    ...(basis === undefined ? {} : { basis }),
    sentence: row.sentence,
    problems: row.problems,
  };
}
