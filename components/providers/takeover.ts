import type * as dynamic from "@pulumi/pulumi/dynamic";
import { RunEnd } from "../core/run-end";
import { dropLock, heldLock, holdLock } from "../session/held-locks";
import { toRunEnd } from "../session/failure";
import { inSession } from "../session/session";
import type { ResourceInputs } from "../session/session";
import { writeBudgets } from "../takeover/begin-takeover";
import { readTakeover } from "../takeover/read-takeover";
import { isPartDone, runTakeover } from "../takeover/run-takeover";
import type { TakeoverPart } from "../core/takeover/decide-takeover";
import { turnScalers } from "../takeover/turn-scalers";
import { demandTurned, findTurnedBack } from "../takeover/turned-back";
import { bySentence } from "./by-sentence";
import type { Properties } from "./provider";

type TakeoverInputs = ResourceInputs & { readonly part: TakeoverPart };

/** Acts until its part is done; nothing is left of one that was undone. */
export async function diff(_id: string, _olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  const inputs = news as unknown as TakeoverInputs;
  try {
    return await inSession(inputs, async (session) => {
      const { cluster, settings, store, now } = session;
      const record = (await store.read())?.ledger.takeover;
      if (record === undefined) return { changes: false };
      const facts = await readTakeover(cluster, settings, record, now());
      if (!isPartDone(facts, inputs.part)) return { changes: true };
      return { changes: inputs.part === "leave" && (await findTurnedBack(session, record)).length > 0 };
    });
  } catch {
    return { changes: true };
  }
}

export const { create, update } = bySentence<TakeoverInputs>(
  ({ settings: { environment, app }, part }) => `${environment}-${app}-${part}`,
  run,
);

const sentences: Readonly<Record<TakeoverPart, string>> = {
  join: "its Services lead to stable alone",
  leave: "what ran before has no pods any more",
};

async function run(inputs: TakeoverInputs): Promise<string> {
  return await inSession(inputs, async (session) => {
    const { settings } = session;
    const held = heldLock(settings) !== undefined;
    try {
      await holdLock(session);
      const record = (await session.store.read())?.ledger.takeover;
      if (inputs.part === "leave" && record !== undefined) {
        await writeBudgets(session.cluster, settings, record.budgets ?? [], true);
        await turnScalers(session, record, "stable");
      }
      await runTakeover(session, "forth", inputs.part);
      if (inputs.part === "leave" && record !== undefined) await demandTurned(session, record);
      return sentences[inputs.part];
    } catch (error) {
      throw toRunEnd(error, `take "${settings.app}" over`);
    } finally {
      if (!held) await dropLock(settings);
    }
  });
}

/**
 * Removes nothing, and refuses before anything of base is destroyed.
 * @throws {RunEnd} `refused` while the user's Services lead to stable
 */
export async function remove(_id: string, props: Properties): Promise<void> {
  const { run: _run, ...inputs } = props as unknown as TakeoverInputs;
  await inSession(inputs, async ({ settings, store }) => {
    const record = (await store.read())?.ledger.takeover;
    if (record === undefined) return;
    throw new RunEnd("refused", {
      text: `Cannot destroy "${settings.environment}": Service ${Object.keys(record.selectors).join(", ")}, which stays, must not lead to stable: got a service that was taken over`,
      fix: `\`sluice eject ${settings.environment}\` gives it back first`,
    });
  });
}

export { remove as delete };
