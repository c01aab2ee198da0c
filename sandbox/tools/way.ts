import type { Tool } from "./tool";
import type { World } from "./world";

const ways = ["path", "download", "build"] as const;

/** Way to get a tool, as in `SLUICE_TOOLS`; "any": the first that works, in this order. */
export type Way = (typeof ways)[number] | "any";

/**
 * Reads `SLUICE_TOOLS`.
 * @throws {RangeError} for a word that is none of the ways
 */
export function readWay(env: World["env"]): Way {
  const word = env["SLUICE_TOOLS"];
  if (word === undefined || word === "") return "any";
  const way = ways.find((one) => one === word);
  if (way === undefined)
    throw new RangeError(`Cannot get tools: SLUICE_TOOLS must be one of ${ways.join(", ")}: got ${word}`);
  return way;
}

/** Whether an installed copy may be used for the tool. */
export const mayBeInstalled = (tool: Tool): boolean =>
  tool.onPath !== undefined || tool.pluginFolder !== undefined;
