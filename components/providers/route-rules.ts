import { describeWeight } from "../core/stage/exposure";
import { isDeepStrictEqual } from "node:util";
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { confirmMove, recordIntent } from "../core/ledger/transitions/weight-transition";
import type { Cluster } from "../cluster/api";
import { isConflict } from "../cluster/api-error";
import { readForStructure, readRouteAlone } from "../traffic/look/read-route";
import { patchRoute } from "../traffic/write/write-route";
import type { PatchOperation } from "../core/routers/json-patch";
import type { RouteView } from "../core/routers/router";
import { routerOf } from "../core/routers/routers";
import { freshEpoch } from "../traffic/fresh-epoch";
import { prefixed } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { serviceNames } from "../core/settings";
import type { Settings } from "../core/settings";
import { toRunEnd } from "../session/failure";
import { dropLock, heldLock, holdLock } from "../session/held-locks";
import { refuseWhileRunning } from "./promotion";
import { bySentence } from "./by-sentence";
import type { Properties } from "./provider";
import { inSession } from "../session/session";
import type { ResourceInputs, Session } from "../session/session";
import { waitForFirstPods } from "../stage/promotion/stable-ready";
import { reconciled } from "../stage/stage-context";

type RouteRulesInputs = ResourceInputs & { readonly probeToken: string };

/** The write that gives the route its structure; undefined where it has it. */
function renderWrite(
  { settings, probeToken }: RouteRulesInputs,
  view: RouteView,
  epoch: string,
): readonly PatchOperation[] | undefined {
  return routerOf(settings).renderStructure(view, { settings, token: probeToken, epoch });
}

export async function diff(_id: string, _olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const inputs = news as unknown as RouteRulesInputs;
  try {
    return await inSession(inputs, async ({ cluster, settings }) => {
      const view = await readForStructure(cluster, settings, "alone");
      return { changes: view === undefined || renderWrite(inputs, view, "") !== undefined };
    });
  } catch {
    return { changes: true };
  }
}

export const { create, update } = bySentence<RouteRulesInputs>(
  ({ settings: { namespace, traffic } }) => `${namespace}/${traffic.route}`,
  run,
);

/** Removes nothing, and refuses before anything of base is destroyed. */
export async function remove(_id: string, props: Properties): Promise<void> {
  const { run: _run, ...inputs } = props as unknown as RouteRulesInputs;
  await refuseWhileRunning(inputs);
  await inSession(inputs, async ({ cluster, settings }) => await refuseToStrand(cluster, settings));
}

/**
 * Refuses to take the tracks away from under a route that stays.
 * @throws {RunEnd} `refused` while a route of another owner leads to them
 */
async function refuseToStrand(cluster: Cluster, settings: Settings): Promise<void> {
  // One that stands beside the user's goes with the tracks.
  if (!settings.traffic.isShared || routerOf(settings).takeover.main !== undefined) return;
  const view = await readRouteAlone(cluster, settings);
  const { stable, canary } = serviceNames(settings);
  // A Service of the user's stays where it is.
  const gone = settings.traffic.stableService === undefined ? stable : canary;
  const [kind] = routerOf(settings).kinds;
  const splits = view === undefined || kind === undefined ? [] : kind.split(view.object);
  const left = splits.filter(
    ({ probe, targets }) => !probe && targets.some(({ service }) => service === gone),
  );
  if (left.length === 0) return;
  throw new RunEnd("refused", {
    text: `Cannot destroy "${settings.environment}": route "${settings.traffic.route}", which stays, must lead elsewhere: got ${gone} in ${left.map(({ at }) => at).join(", ")}`,
    fix: "ask the route's owner to give these rules a Service that runs, without the tracks",
  });
}

export { remove as delete };

async function run(inputs: RouteRulesInputs): Promise<string> {
  return await inSession(inputs, async (session) => {
    const held = heldLock(session.settings) !== undefined;
    try {
      return await writeRules(session, inputs);
    } catch (error) {
      throw toRunEnd(error, `write the rules of route "${inputs.settings.traffic.route}"`);
    } finally {
      // A promotion keeps the lock that its release took.
      if (!held) await dropLock(session.settings);
    }
  });
}

/** Most tries against a router that reports on the route all the time. */
const mostTries = 10;

/** Part of a route that a router's report on its object leaves as it is. */
function writtenIn({ object }: RouteView): unknown {
  const { metadata, status: _, ...rest } = object as RouteView["object"] & { readonly status?: unknown };
  return [rest, metadata.annotations, metadata.labels];
}

/** Writes what was announced; whoever wrote the route since it was read wins, unless it was the router's report. */
async function carryOut(
  { cluster, settings }: Session,
  inputs: RouteRulesInputs,
  view: RouteView,
  epoch: string,
): Promise<void> {
  let present = view;
  for (let tries = 1; ; tries++) {
    try {
      await patchRoute(cluster, settings, renderWrite(inputs, present, epoch) ?? []);
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
      const now = await readForStructure(cluster, settings, "alone");
      if (now === undefined || !isDeepStrictEqual(writtenIn(now), writtenIn(present)) || tries >= mostTries)
        throw new RunEnd("refused", {
          text: `Cannot write route "${settings.traffic.route}": another writer changed it just now`,
          fix: "run the same command again",
        });
      present = now;
    }
  }
}

async function writeRules(session: Session, inputs: RouteRulesInputs): Promise<string> {
  const { settings, cluster, store } = session;
  const present = await readForStructure(cluster, settings, "alone");
  if (present !== undefined && renderWrite(inputs, present, "") === undefined) return "as configured";
  await holdLock(session);
  const view = await readForStructure(cluster, settings, "around");
  if (view === undefined)
    throw new RunEnd("refused", {
      text: `Cannot write route "${settings.traffic.route}": it must exist: got none`,
      fix: "pulumi up --refresh creates it again",
    });
  const { ledger, reconcile } = await reconciled(session, (await store.read())?.ledger, view.live, true);
  if (ledger === undefined)
    throw new RunEnd("refused", {
      text: "Cannot write the route without a ledger",
      fix: "run the base stack again",
    });
  if (reconcile.kind === "drift")
    throw new RunEnd("refused", prefixed(`Cannot write route "${settings.traffic.route}": `, reconcile));
  const { damage } = view.live;
  if (damage?.restorable === false)
    throw new RunEnd("refused", prefixed(`Cannot write route "${settings.traffic.route}": `, damage));
  const to = ledger.weight;
  const epoch = freshEpoch(view.live.epoch);
  const write = renderWrite(inputs, view, epoch);
  if (write === undefined) return "as configured";
  if (settings.traffic.isShared && ledger.attempt?.kind === "first" && ledger.phase === "promoting")
    await waitForFirstPods(session, `write route "${settings.traffic.route}"`);
  await session.commit((current, nowSeconds) =>
    recordIntent(current, { to, epoch, by: settings.stack, nowSeconds }),
  );
  await carryOut(session, inputs, view, epoch);
  await session.commit((current, nowSeconds) =>
    confirmMove(current, { to, epoch, reason: "structure of the route", nowSeconds }),
  );
  const sentence = `rules written, weight stays ${describeWeight(to)}`;
  session.say(`route "${settings.traffic.route}": ${sentence}`);
  return sentence;
}
