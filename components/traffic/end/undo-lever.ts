import { isConflict } from "../../cluster/api-error";
import { findService, patchService } from "../../cluster/services";
import { confirmWithin } from "../../core/evidence/doubts/observed";
import { decideUndo } from "../../core/lever/decide-undo";
import type { Silence } from "../../core/lever/decide-undo";
import { renderUndo } from "../../core/lever/lever-patch";
import { readLever } from "../../core/lever/service";
import { sourceOf } from "../../core/sources/sources";
import type { LedgerStore } from "../../ledger/ledger-store";
import { look } from "../write/confirm-weight";
import type { ObserveContext } from "../write/confirm-weight";
import { readRoute } from "../look/read-route";
import { sleep } from "../wait";

/** Context of undoing the lever. The caller has the lock, so no other run of Sluice raises the weight meanwhile. */
export interface UndoContext extends ObserveContext {
  readonly store: LedgerStore;
  readonly interrupted?: AbortSignal;
  say(text: string): void;
}

/** Usual wait for the silence to be known, seconds; longer where samples come slowly. */
const usualSeconds = 30;

/**
 * Lets the canary's Service select the canary's pods again, once weight 0 is read with our own epoch and no request
 * came by the Service after that.
 * @returns the reason why it stays as it is; undefined where it is undone
 */
export async function undoLever(context: UndoContext, service: string): Promise<string | undefined> {
  const { settings, cluster, store, now } = context;
  const { propagationSeconds } = settings.traffic;
  const { countsIn } = sourceOf(settings.analysis);
  const begin = now();
  let fromSeconds: number | undefined;
  for (;;) {
    const seen = fromSeconds === undefined ? undefined : await count(context, fromSeconds);
    // The route is read last, right before the write.
    const [route, stored] = await Promise.all([readRoute(cluster, settings), store.read()]);
    const decision = decideUndo({
      route: route?.live,
      epoch: stored?.ledger.epoch ?? "",
      countsIn,
      propagationSeconds,
      ...(seen === undefined ? {} : { silence: seen.silence }),
    });
    if (decision.kind === "keep") return decision.text;
    if (decision.kind === "undo") return await point(context, service);
    context.progress(`the second lever stands: ${decision.text}`);
    const readiness = route?.live.readiness.kind;
    const isQuiet = seen === undefined || seen.silence.requests === 0;
    const isTaken = readiness === "ready" || readiness === "not-reported";
    if (!isTaken) fromSeconds = undefined;
    else if (fromSeconds === undefined || !isQuiet) fromSeconds = now();
    if (now() >= begin + confirmWithin(usualSeconds, seen?.intervalSeconds)) return decision.text;
    await sleep(500, context.interrupted);
  }
}

async function count(
  context: UndoContext,
  fromSeconds: number,
): Promise<{ readonly silence: Silence; readonly intervalSeconds: number | undefined }> {
  const options = { weight: 0, sinceSeconds: fromSeconds, timeoutSeconds: usualSeconds };
  const { facts, intervalSeconds } = await look(context, options, fromSeconds);
  return {
    intervalSeconds,
    silence: {
      countable: facts.countable,
      requests: facts.canaryRequests - facts.late.canary,
      scrapes: facts.scrapesSinceWrite,
      seconds: facts.secondsSinceWrite,
    },
  };
}

async function point({ settings, cluster, say }: UndoContext, name: string): Promise<string | undefined> {
  const service = await findService(cluster, settings, name);
  const lever = readLever(service, settings);
  if (service === undefined || lever.kind !== "stable") return `Service ${name} was changed just now`;
  try {
    await patchService(cluster, settings, name, renderUndo(service, settings.app, lever.mark));
  } catch (error) {
    if (!isConflict(error)) throw error;
    return `Service ${name} was changed just now`;
  }
  say(`the second lever is undone: Service ${name} selects the canary's pods again, at weight 0`);
  return undefined;
}
