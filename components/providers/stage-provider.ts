import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { Stage } from "../core/stage/exposure";
import { isFromState } from "./engine-run";
import type { Properties, Provider } from "./provider";
import { inSession } from "../session/session";
import type { ResourceInputs } from "../session/session";
import { readStage } from "../stage/stage-context";

/** The stage that a resource belongs to; one without, or with one that is not configured, is a bug of the program. */
export function stageOf({ settings, stage: key }: ResourceInputs): Stage {
  const stage = settings.stages.find((one) => one.key === key);
  if (stage === undefined) throw new TypeError(`Cannot run stage "${key}": it must be one of the settings'`);
  return stage;
}

/**
 * Gate, shift and soak run together or not at all: on every `up`, except where the stage has nothing left to do. To a
 * refresh nothing is a difference: traffic is the base stack's to look at.
 */
async function diffStage(inputs: ResourceInputs): Promise<dynamic.DiffResult> {
  if (isFromState(inputs)) return { changes: false };
  try {
    return await inSession(inputs, async (session) => {
      const { decision } = await readStage(session, stageOf(inputs), false);
      return { changes: decision.kind !== "no-op" };
    });
  } catch {
    // The step itself reports the problem.
    return { changes: true };
  }
}

/**
 * Behaviour that gate, shift and soak share as resources: create and update do the same, and delete touches nothing,
 * since a stage's end never moves traffic.
 * @param name - end of the resource's id
 * @param run - does the step; its outputs go into the state
 */
export function stageProvider(
  name: "gate" | "shift" | "soak",
  run: (inputs: ResourceInputs) => Promise<object>,
): Pick<Provider, "diff" | "create" | "update" | "delete"> {
  const act = async (inputs: Properties): Promise<Properties> => ({
    ...inputs,
    ...(await run(inputs as unknown as ResourceInputs)),
  });
  return {
    diff: async (_id, _olds, news) => await diffStage(news as unknown as ResourceInputs),
    create: async (inputs) => {
      const { stack } = (inputs as unknown as ResourceInputs).settings;
      return { id: `${stack}-${name}`, outs: await act(inputs) };
    },
    update: async (_id, _olds, news) => ({ outs: await act(news) }),
    delete: async () => {
      // The weight stays; only `sluice abort` takes it away.
    },
  };
}
