import type * as dynamic from "@pulumi/pulumi/dynamic";
import { isDeepStrictEqual } from "node:util";
import { annotations } from "../core/settings";
import { renderRules } from "../core/routers/route-rules";
import type { RenderedRule } from "../core/routers/route-rules";
import { confirmMove, recordIntent } from "../core/ledger/weight-transition";
import { isConflict } from "../cluster/api-error";
import { readRoute } from "../traffic/read-route";
import type { RouteView } from "../core/routers/route-view";
import { patchRoute } from "../traffic/write-weight";
import type { PatchOperation } from "../core/routers/weight-patch";
import { freshEpoch } from "../traffic/fresh-epoch";
import { RunEnd, toRunEnd } from "../session/failure";
import { dropLock, heldLock, holdLock } from "../session/held-locks";
import { refuseWhileRunning } from "./promotion";
import type { Properties } from "./provider";
import { inSession } from "../session/session";
import type { ResourceInputs, Session } from "../session/session";
import { reconciled } from "../stage/stage-context";

type RouteRulesInputs = ResourceInputs & { readonly probeToken: string };

/** The rules as configured, with the weight that is live. */
function wanted(inputs: RouteRulesInputs, view: RouteView): readonly RenderedRule[] {
  const { app, port } = inputs.settings;
  return renderRules({ app, port, token: inputs.probeToken, weight: Math.round(view.live.weight) });
}

function isAsWanted(inputs: RouteRulesInputs, view: RouteView): boolean {
  return (
    view.live.epoch !== "" && isDeepStrictEqual(plain(wanted(inputs, view)), plain(view.object.spec.rules))
  );
}

/** Without undefined fields and prototypes: two values that would be the same JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}

export async function diff(_id: string, _olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const inputs = news as unknown as RouteRulesInputs;
  try {
    return await inSession(inputs, async ({ cluster, settings }) => {
      const view = await readRoute(cluster, settings);
      return { changes: view === undefined || !isAsWanted(inputs, view) };
    });
  } catch {
    return { changes: true };
  }
}

export async function create(inputs: Properties): Promise<dynamic.CreateResult> {
  const typed = inputs as unknown as RouteRulesInputs;
  const { namespace, traffic } = typed.settings;
  return { id: `${namespace}/${traffic.route}`, outs: { ...inputs, sentence: await run(typed) } };
}

export async function update(
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult> {
  return { outs: { ...news, sentence: await run(news as unknown as RouteRulesInputs) } };
}

/** Asked before anything of base is destroyed. */
export async function remove(_id: string, props: Properties): Promise<void> {
  const { run: _run, ...inputs } = props as unknown as RouteRulesInputs;
  await refuseWhileRunning(inputs);
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
      // A promotion goes on holding what its release took.
      if (!held) await dropLock(session.settings);
    }
  });
}

async function writeRules(session: Session, inputs: RouteRulesInputs): Promise<string> {
  const { settings, cluster, store } = session;
  const present = await readRoute(cluster, settings);
  if (present !== undefined && isAsWanted(inputs, present)) return "as configured";
  await holdLock(store, settings, { stack: settings.stack, signal: session.interrupted });
  const view = await readRoute(cluster, settings);
  if (view === undefined)
    throw new RunEnd(
      "refused",
      `Cannot write route "${settings.traffic.route}": it must exist: got none; pulumi up --refresh creates it again`,
    );
  const { ledger, reconcile } = await reconciled(session, (await store.read())?.ledger, view, true);
  if (ledger === undefined)
    throw new RunEnd("refused", "Cannot write the route without a ledger; run the base stack again");
  if (reconcile.kind === "drift")
    throw new RunEnd(
      "refused",
      `Cannot write route "${settings.traffic.route}": ${reconcile.finding}; ${reconcile.wayOut}`,
    );
  const to = ledger.weight;
  const epoch = freshEpoch(view.live.epoch);
  await session.commit((current, nowSeconds) =>
    recordIntent(current, { to, epoch, by: settings.stack, nowSeconds }),
  );
  try {
    await patchRoute(cluster, settings, renderRulesPatch(view, wanted(inputs, view), epoch));
  } catch (error) {
    if (isConflict(error))
      throw new RunEnd(
        "refused",
        `Cannot write route "${settings.traffic.route}": somebody else wrote it just now; run the same command again`,
      );
    throw error;
  }
  await session.commit((current, nowSeconds) =>
    confirmMove(current, { to, epoch, reason: "structure of the route", nowSeconds }),
  );
  const sentence = `rules written, weight stays ${to} %`;
  session.say(`route "${settings.traffic.route}": ${sentence}`);
  return sentence;
}

function renderRulesPatch(view: RouteView, rules: readonly RenderedRule[], epoch: string): PatchOperation[] {
  const { metadata } = view.object;
  return [
    { op: "test", path: "/metadata/resourceVersion", value: metadata.resourceVersion },
    ...(metadata.annotations === undefined
      ? [{ op: "add", path: "/metadata/annotations", value: {} } as const]
      : []),
    { op: "add", path: `/metadata/annotations/${annotations.epoch.replace("/", "~1")}`, value: epoch },
    { op: "replace", path: "/spec/rules", value: rules },
  ];
}
