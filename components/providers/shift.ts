import { isConflict } from "../cluster/api-error";
import { countEndpoints, listPods, readTrack, scaleTrack } from "../cluster/workloads";
import { canaryReplicas, fullReplicas } from "../core/capacity";
import { stageStarted } from "../core/stage-transition";
import { confirmMove, recordIntent } from "../core/weight-transition";
import { readStableFloor } from "../cluster/autoscaler";
import { readRoute } from "../route/read-route";
import type { RouteView } from "../route/read-route";
import { probeTrack } from "../route/probe";
import { writeWeight } from "../route/write-weight";
import { freshEpoch } from "../traffic/fresh-epoch";
import { keepStableFloor } from "../traffic/stable-floor";
import { WaitTimeoutError, waitFor } from "../traffic/wait";
import { inEmergency } from "./emergency";
import { RunEnd, toRunEnd } from "./failure";
import { askGate, listChecks } from "./ask-gate";
import { dropLock, heldLock, holdLock } from "./held-locks";
import { inSession } from "./session";
import type { ResourceInputs, Session } from "./session";
import { readStage } from "./stage-context";
import { stageOf, stageProvider } from "./stage-provider";

/** What the shift leaves in the state. */
interface ShiftOutputs {
  readonly weight: number;
  readonly epoch: string;
  readonly sentence: string;
}

export const { diff, create, update, delete: remove } = stageProvider("shift", run);
export { remove as delete };

async function run(inputs: ResourceInputs): Promise<ShiftOutputs> {
  return await inSession(inputs, async (session) => {
    try {
      return await shift(session, stageOf(inputs));
    } catch (error) {
      await dropLock(session.settings);
      throw toRunEnd(error, `shift "${inputs.settings.app}" to ${inputs.stage} %`);
    }
  });
}

async function shift(session: Session, weight: number): Promise<ShiftOutputs> {
  const { settings, store } = session;
  // Without a gate in this run (`--target`) the lock is not held yet; the second gate below decides all the same.
  if (heldLock(settings) === undefined) {
    const quiet = await readStage(session, weight, false);
    if (quiet.decision.kind === "no-op") return settled(quiet.route, quiet.decision.sentence);
    await holdLock(store, settings, { stack: settings.stack, signal: session.interrupted });
  }
  const context = await readStage(session, weight, true);
  const { decision, route, reconcile } = context;
  // Where nothing has to rise the second gate is not asked, and without a first one (`--target`) nobody else would say it.
  if (reconcile.kind === "drift") {
    throw new RunEnd(
      "refused",
      `Cannot shift traffic to "${settings.app}": ${reconcile.finding}; ${reconcile.wayOut}`,
    );
  }
  if (decision.kind === "refuse" || route === undefined) {
    throw new RunEnd("refused", `${decision.sentence}${decision.wayOut ? `; ${decision.wayOut}` : ""}`);
  }
  if (decision.kind !== "rise") return settled(route, decision.sentence);
  await session.commit((ledger, nowSeconds) => stageStarted(ledger, { weight, nowSeconds }));
  // Stable's pods carry what they get now; the new weight takes that away only later.
  await keepStableFloor(session, route.live.weight);
  await raiseCanary(session, weight);

  const before = await readStage(session, weight, true);
  const { report } = await askGate(session, before, true);
  if (!report.open || before.route === undefined || before.decision.kind !== "rise") {
    session.say(listChecks(report).join("\n"));
    const why = before.decision.kind === "rise" ? report.sentence : before.decision.sentence;
    throw new RunEnd("refused", `${why}; weight stays at ${before.route?.live.weight ?? "?"} %`);
  }
  const waived = report.checks.filter(({ result }) => result === "waived").map(({ id }) => id);
  const epoch = freshEpoch(before.route.live.epoch);
  await session.commit((ledger, nowSeconds) =>
    recordIntent(ledger, { to: weight, epoch, by: settings.stack, nowSeconds }),
  );
  const from = before.route.live.weight;
  const after = await write(session, before.route, weight, epoch);
  await session.commit((ledger, nowSeconds) =>
    confirmMove(ledger, { to: weight, epoch, reason: report.sentence, waived, nowSeconds }),
  );
  session.say(`traffic ${from} → ${weight} %`);
  return settled(after, `traffic moved from ${from} to ${weight} %`);
}

function settled(route: RouteView | undefined, sentence: string): ShiftOutputs {
  return { weight: route?.live.weight ?? 0, epoch: route?.live.epoch ?? "", sentence };
}

/** Scale → ready → in endpoints → probed. */
async function raiseCanary(session: Session, weight: number): Promise<void> {
  const { settings, cluster } = session;
  const [stable, canary, floor] = await Promise.all([
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
    readStableFloor(cluster, settings),
  ]);
  const full = fullReplicas({
    declared: settings.stable,
    replicas: stable?.replicas ?? 0,
    weight: 0,
    ...(floor === undefined ? {} : { floor }),
  });
  const needed = canaryReplicas(full, weight);
  if ((canary?.replicas ?? 0) < needed) {
    session.say(`canary: ${canary?.replicas ?? 0} → ${needed} replicas`);
    await scaleTrack(cluster, settings, "canary", needed);
  }
  await waitForPods(session, needed, full);
}

/** Waits for the canary, and for what an autoscaler was just told to bring stable to. */
async function waitForPods(session: Session, needed: number, full: number): Promise<void> {
  const { settings, cluster, store } = session;
  const emergency = inEmergency(settings, session.now());
  const stableNeeded = "minReplicas" in settings.stable && !emergency ? full : 0;
  try {
    await waitFor<true>(
      async () => {
        const [stable, pods, endpoints, stored] = await Promise.all([
          readTrack(cluster, settings, "stable"),
          listPods(cluster, settings, "canary"),
          countEndpoints(cluster, settings, "canary"),
          store.read(),
        ]);
        const ended = stored?.ledger.phase === "aborted" ? stored.ledger.attempt?.endReason : undefined;
        // An abort takes the canary's pods away: they would be waited for in vain.
        if (ended !== undefined) {
          throw new RunEnd(
            "refused",
            `Cannot shift traffic to "${settings.app}": the release was aborted meanwhile (${ended}); weight was not changed; sluice retry ${settings.environment} tries it again`,
          );
        }
        const ready = pods.filter((pod) => pod.ready).length;
        const troubles = pods.flatMap(({ name, problem }) =>
          problem === undefined ? [] : [`${name}: ${problem}`],
        );
        const missing = `canary has ${ready} of ${needed} pods ready, ${endpoints} in endpoints${troubles.length ? ` (${troubles.join("; ")})` : ""}`;
        session.progress(missing);
        if (ready < needed || endpoints < needed) return { missing };
        const stableReady = stable?.readyReplicas ?? 0;
        if (stableReady < stableNeeded)
          return {
            missing: `its autoscaler has brought stable to ${stableReady} of ${stableNeeded} ready pods`,
          };
        const route = await readRoute(cluster, settings);
        if (route === undefined) return { missing: "the route is gone" };
        const probe = await probeTrack(route.object, settings, "canary");
        return probe.ok
          ? { done: true }
          : { missing: `a probe of the canary through the router got ${probe.problem ?? "no answer"}` };
      },
      { timeoutSeconds: settings.readySeconds, signal: session.interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd(
      "refused",
      `Cannot shift traffic to "${settings.app}": pods must be ready within ${settings.readySeconds} s: got ${error.message}; weight was not changed; look at the pods, fix the image, or sluice abort ${settings.environment}`,
    );
  }
}

/** The one write; whoever wrote the route meanwhile wins, and is named. */
async function write(session: Session, view: RouteView, weight: number, epoch: string): Promise<RouteView> {
  const { cluster, settings } = session;
  try {
    await writeWeight(cluster, settings, view, { weight, epoch });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const now = await readRoute(cluster, settings);
    // The intent stays: the next run sees that it was not carried out.
    throw new RunEnd(
      "refused",
      `Cannot shift traffic to "${settings.app}": the route was written by ${now?.live.lastWriter?.manager ?? "somebody"} at ${now?.live.lastWriter?.at ?? "an unknown time"} just before us: weight was ${view.live.weight} %, is ${now?.live.weight ?? "?"} %${now?.live.zeroReason ? ` (${now.live.zeroReason.kind}: ${now.live.zeroReason.reason})` : ""}; nothing was written; sluice status ${settings.environment} shows what holds`,
    );
  }
  return await waitFor<RouteView>(
    async () => {
      const now = await readRoute(cluster, settings);
      if (now === undefined) return { missing: "the route is gone" };
      const { accepted, backendsResolved, currentGeneration, problem } = now.live;
      return accepted && backendsResolved && currentGeneration
        ? { done: now }
        : { missing: problem ?? "the router has not reported on the new generation" };
    },
    {
      timeoutSeconds: Math.max(10, 3 * settings.traffic.propagationSeconds),
      everyMs: 200,
      signal: session.interrupted,
    },
  );
}
