import { describeWeight } from "../../core/stage/exposure";
import { printProblem } from "../../core/problem";
import { unfollowStable } from "../../cluster/autoscaler";
import { readTrack, scaleTrack } from "../../cluster/workloads";
import { startAttempt, startFirst } from "../../core/ledger/transitions/attempt-transition";
import type { FirstStart } from "../../core/ledger/transitions/attempt-transition";
import { decideRelease } from "../../core/release/decide-release";
import { imageDigest } from "../../core/workload/image";
import { sameVersion, toVersion } from "../../core/revision/version";
import { observedFrom } from "../../core/evidence/doubts/observed";
import { restingSince } from "../../core/evidence/doubts/silence";
import type { Ledger } from "../../core/ledger/ledger";
import { demandUnpaused } from "../../core/ledger/pause";
import { startPromotion } from "../../core/ledger/transitions/promotion-transition";
import type { ReleaseDecision } from "../../core/release/release-facts";
import { explainWays } from "../../core/routers/foreign-rules";
import { chooseObjectives } from "../../stage/evidence/objectives";
import { moveToZero, repeatOnStable } from "../../traffic/end/abort-release";
import { confirmWeight, isSilent } from "../../traffic/write/confirm-weight";
import { endConnections } from "../../traffic/end/end-connections";
import { readRouteAlone } from "../../traffic/look/read-route";
import { idleCanary } from "../../traffic/end/idle-canary";
import { releaseStableFloor } from "../../traffic/write/stable-floor";
import { RunEnd } from "../../core/run-end";
import { dropLock, holdLock } from "../../session/held-locks";
import { hasUndo, settleLever } from "./settle-lever";
import { reconciled } from "../../stage/stage-context";
import { nameChanges, toOutputs } from "./release-outputs";
import type { ReleaseOutputs } from "./release-outputs";
import { forgetRevisions, storeRevisions } from "./release-revisions";
import { readReleaseFacts } from "./release-facts";
import type { EngineFacts, ReleaseReading } from "./release-facts";
import type { Version } from "../../core/revision/version";
import { readCheckout } from "../../session/checkout";
import type { Session } from "../../session/session";

/** Decisions that write nothing. */
const quietKinds: readonly ReleaseDecision["kind"][] = ["none", "continue", "refuse"];

/**
 * Carries the decision out, after deciding again under the lock: nothing is handed to the workloads that was not
 * decided then.
 * @param promised - decision of `check` that the engine planned with
 */
export async function actOnRelease(
  session: Session,
  engine: EngineFacts,
  promised: ReleaseOutputs,
): Promise<ReleaseOutputs> {
  const { settings, store } = session;
  const seen = await readReleaseFacts(session, engine);
  const first = decideRelease(seen);
  refuseUnless(first, promised);
  const isQuiet = quietKinds.includes(first.kind) && first.basis === undefined && !first.observeFirst;
  if (isQuiet && !(await hasUndo(session, seen))) {
    return toOutputs(first, seen, settings, seen.ledger?.attempt?.number ?? 0);
  }
  const { objectives, note } = first.begins
    ? await chooseObjectives(session.cluster, settings, session.now())
    : { objectives: {}, note: undefined };
  if (note !== undefined) session.say(note);
  const { kubeVersion } = engine.run ?? {};
  const start = { ...toVersion(seen), objectives, kubeVersion };
  await holdLock(session, () => initialLedger(first, session, start));
  let keepLock = false;
  try {
    const facts = await readReleaseFacts(session, engine);
    const decision = decideRelease(facts);
    // The lock has just written a first ledger with this very attempt in it.
    if (first.kind !== "first" || facts.ledger?.attempt?.kind !== "first") refuseUnless(decision, promised);
    await storeRevisions(session, engine, facts, decision);
    await carryOut(session, engine, facts, decision, objectives);
    keepLock = decision.kind === "promote";
    return toOutputs(decision, facts, settings, (await store.read())?.ledger.attempt?.number ?? 0);
  } finally {
    if (!keepLock) await dropLock(settings);
  }
}

function initialLedger(
  decision: ReleaseDecision,
  session: Session,
  start: Pick<FirstStart, "image" | "revision" | "objectives" | "kubeVersion">,
): Ledger {
  if (decision.basis !== undefined) return decision.basis.ledger;
  const { environment, app } = session.settings;
  return startFirst(undefined, { environment, app, ...start, nowSeconds: session.now() }).ledger;
}

function refuseUnless(decision: ReleaseDecision, promised: ReleaseOutputs): void {
  if (decision.kind === "refuse") throw new RunEnd("refused", decision.problems);
  const same =
    decision.kind === promised.decision &&
    sameVersion(decision.stable, toPromised(promised.stableImage, promised.stableRevision)) &&
    sameVersion(decision.canary, toPromised(promised.canaryImage, promised.canaryRevision));
  if (same) return;
  throw new RunEnd("refused", {
    text: `Cannot go on: ledger and live objects must be as when this run was planned (${promised.decision}): got ${decision.sentence}; nothing was changed`,
    fix: "run the same command again",
  });
}

function toPromised(image: string, revision: string | undefined): Version {
  return { image, ...(revision === undefined || revision === "" ? {} : { revision }) };
}

async function carryOut(
  session: Session,
  engine: EngineFacts,
  facts: ReleaseReading,
  decision: ReleaseDecision,
  objectives: Record<string, unknown>,
): Promise<void> {
  const { settings } = session;
  const { basis, zeroFirst } = decision;
  if (basis !== undefined) await reconciled(session, facts.ledger, facts.route, true);
  if (zeroFirst !== undefined) {
    const written = await moveToZero(session, {
      kind: zeroFirst,
      reason: decision.sentence,
      attempt: facts.ledger?.attempt?.number,
    });
    const observed = await endConnections(session, written.observed, session.interrupted);
    if (observed !== "confirmed") {
      throw new RunEnd("inconclusive", {
        text: `${decision.sentence}: weight 0 is written, but requests still reach the canary or cannot be counted; nothing else was changed`,
        fix: "run the same command again",
      });
    }
  } else if (decision.observeFirst) {
    await observeLive(session, engine, decision);
  }
  await settleLever(session, decision);
  if (decision.idleCanary) {
    await idleBeforeChange(session, decision);
    await releaseStableFloor(session);
  }
  if (decision.begins && decision.kind !== "first") {
    const { stable } = decision;
    // In this order: a write that the ledger knows is on the route that is read after it.
    const knownEpoch = (await session.store.read())?.ledger.epoch;
    const epoch = (await readRouteAlone(session.cluster, settings))?.live.epoch ?? "";
    const root = engine.run?.intent?.root;
    const checkout = root === undefined ? undefined : await readCheckout(root);
    await session.commit((ledger, nowSeconds) =>
      withLock(
        ledger,
        startAttempt(ledger, {
          ...toVersion(facts),
          changes: nameChanges(decision, facts.known),
          stable,
          profile: settings.profile,
          stages: settings.stages,
          objectives,
          epoch,
          knownEpoch,
          checkout,
          kubeVersion: engine.run?.kubeVersion,
          nowSeconds,
        }),
      ),
    );
  } else if (
    decision.begins &&
    facts.ledger?.attempt !== undefined &&
    !sameVersion(facts.ledger.attempt, facts)
  ) {
    const { environment, app } = settings;
    await session.commit((ledger, nowSeconds) =>
      startFirst(ledger, {
        environment,
        app,
        ...toVersion(facts),
        objectives,
        kubeVersion: engine.run?.kubeVersion,
        nowSeconds,
      }),
    );
  }
  if (decision.begins) await forgetRevisions(session, facts);
  if (decision.kind === "promote") await beginPromotion(session);
  if (decision.kind !== "first") await repeatOnStable(session);
  session.say(decision.sentence);
  for (const problem of decision.problems) session.say(printProblem(problem), "warning");
}

/** A transition never drops the lock that this run has. */
function withLock<T extends { ledger: Ledger }>(before: Ledger, after: T): T {
  return before.lock === undefined ? after : { ...after, ledger: { ...after.ledger, lock: before.lock } };
}

async function observeLive(session: Session, engine: EngineFacts, decision: ReleaseDecision): Promise<void> {
  const { ledger, route } = await readReleaseFacts(session, engine);
  const weight = Math.round(route?.weight ?? 0);
  const restedSince = restingSince({ ledger, route });
  const observed =
    route === undefined || (restedSince !== undefined && (await isSilent(session, restedSince)))
      ? "confirmed"
      : await confirmWeight(session, {
          weight,
          sinceSeconds: observedFrom({ ledger, route, nowSeconds: session.now() }),
          timeoutSeconds: 30,
          signal: session.interrupted,
        });
  const silent = weight === 0 ? await endConnections(session, observed, session.interrupted) : observed;
  if (silent === "confirmed") return;
  throw new RunEnd("inconclusive", {
    text: `${decision.sentence}: the live weight of ${describeWeight(weight)} must be observed first: got ${silent}; nothing was changed`,
    fix: "check that Prometheus and the router work, then run the same command again",
  });
}

/** A canary whose template is about to change, or that has nothing to do, has no pods. */
async function idleBeforeChange(session: Session, decision: ReleaseDecision): Promise<void> {
  const { cluster, settings } = session;
  const canary = await readTrack(cluster, settings, "canary");
  if (canary === undefined || canary.replicas === 0) {
    await unfollowStable(cluster, settings);
    return;
  }
  session.say(
    `canary: ${canary.replicas} → 0 replicas (${imageDigest(decision.canary.image)?.slice(0, 19)} next)`,
  );
  if (decision.kind === "aborted" || decision.kind === "none") {
    await unfollowStable(cluster, settings);
    await scaleTrack(cluster, settings, "canary", 0);
  } else await idleOrRefuse(session);
}

/** Idles the canary, or refuses: its template must not change under requests that no weight of Sluice governs. */
async function idleOrRefuse({ cluster, settings, interrupted }: Session): Promise<void> {
  const left = explainWays(await idleCanary(cluster, settings, interrupted));
  if (left.length === 0) return;
  throw new RunEnd("inconclusive", {
    text: `Cannot change the canary of "${settings.app}": weight 0 is written, but ${left.map(({ text }) => text).join("; ")}; its pods were left as they are`,
    fix: `${left.map(({ fix }) => fix).join("; ")}; then run the same command again`,
  });
}

/** Stable rolls only for a release that is still to be promoted: one that was ended meanwhile changes nothing. */
async function beginPromotion(session: Session): Promise<void> {
  await session.commit((ledger) => {
    if (ledger.phase === "promoting") return undefined;
    demandUnpaused(ledger, "promote");
    return startPromotion(ledger);
  });
}
