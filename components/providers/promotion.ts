import type * as dynamic from "@pulumi/pulumi/dynamic";
import { isRunning } from "../core/ledger/ledger";
import { RunEnd } from "../core/run-end";
import { flushMessages } from "../notify/outbox";
import { toRunEnd } from "../session/failure";
import { tellOnce } from "../session/tell-once";
import { dropLock } from "../session/held-locks";
import { promote } from "./promotion-act";
import type { PromotionOutputs } from "./promotion-act";
import { isFromState } from "./engine-run";
import type { Properties } from "./provider";
import { inSession } from "../session/session";
import type { ResourceInputs } from "../session/session";

type PromotionInputs = ResourceInputs & {
  readonly stableImage?: string;
  readonly stableRevision?: string;
  readonly phase?: string;
};

/**
 * Acts while the ledger's phase is `promoting`, and returns the phase; a changed image of stable shows in a preview
 * that it will. To a refresh nothing is a difference: a phase that stages moved on is no drift, nor is a promotion that
 * is due.
 */
export async function diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const before = olds as Partial<PromotionInputs>;
  const now = news as unknown as PromotionInputs;
  if (isFromState(now)) return { changes: false };
  if (before.stableImage !== now.stableImage || before.stableRevision !== now.stableRevision)
    return { changes: true };
  try {
    return await inSession(now, async ({ store }) => {
      const phase = (await store.read())?.ledger.phase;
      return { changes: phase === "promoting" || phase !== before.phase };
    });
  } catch {
    return { changes: true };
  } finally {
    await flushMessages();
  }
}

export async function create(inputs: Properties): Promise<dynamic.CreateResult> {
  const typed = inputs as unknown as PromotionInputs;
  return {
    id: `${typed.settings.environment}-${typed.settings.app}`,
    outs: { ...inputs, ...(await run(typed)) },
  };
}

export async function update(
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult> {
  return { outs: { ...news, ...(await run(news as unknown as PromotionInputs)) } };
}

async function run(inputs: PromotionInputs): Promise<PromotionOutputs> {
  return await inSession(inputs, async (session) => {
    try {
      return await promote(session);
    } catch (error) {
      throw await tellOnce(session, toRunEnd(error, `promote "${inputs.settings.app}"`));
    } finally {
      await dropLock(session.settings);
      // The last of the base stack's operations: this process may end with it.
      await flushMessages();
    }
  });
}

/** The first to be asked when base is destroyed: a running release keeps everything. */
export async function remove(_id: string, props: Properties): Promise<void> {
  const { run: _run, ...inputs } = props as unknown as PromotionInputs;
  await refuseWhileRunning(inputs);
}

export { remove as delete };

/**
 * Refuses to take base's objects away under a release.
 * @throws {RunEnd} `refused` while a release is under way
 */
export async function refuseWhileRunning(inputs: ResourceInputs): Promise<void> {
  await inSession(inputs, async ({ store, settings }) => {
    const ledger = (await store.read())?.ledger;
    if (!isRunning(ledger) || ledger?.attempt?.kind === "first") return;
    throw new RunEnd("refused", {
      text: `Cannot destroy "${settings.environment}": no release may be under way: got ${ledger?.phase} at ${ledger?.weight} %`,
      fix:
        ledger?.phase === "promoting"
          ? "run the base stack's up, which finishes the promotion"
          : `sluice abort ${settings.environment} --reason TEXT first`,
    });
  });
}
