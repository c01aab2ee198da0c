import { parseJsonText } from "./engine-config";

/** Prefix of Sluice's keys in a stack file, whatever the Pulumi project is called. */
export const prefix = "sluice:";

/** Sluice's keys below `config`, without their prefix, with values that were written as JSON text read. */
export function readConfig(config: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const ours = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return new Map(ours.map(([key, value]) => [key.slice(prefix.length), parseJsonText(value)]));
}
