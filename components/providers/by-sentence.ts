import type { ResourceInputs } from "../session/session";
import type { Properties, Provider } from "./provider";

/**
 * `create` and `update` of a kind that does the same in both, and keeps one sentence on what was done.
 * @param idOf - id of the resource in Pulumi's state
 * @param run - acts; returns the sentence
 */
export function bySentence<Inputs extends ResourceInputs>(
  idOf: (inputs: Inputs) => string,
  run: (inputs: Inputs) => Promise<string>,
): Pick<Provider, "create" | "update"> {
  const act = async (inputs: Properties): Promise<Properties> => ({
    ...inputs,
    sentence: await run(inputs as unknown as Inputs),
  });
  return {
    create: async (inputs) => ({ id: idOf(inputs as unknown as Inputs), outs: await act(inputs) }),
    update: async (_id, _olds, news) => ({ outs: await act(news) }),
  };
}
