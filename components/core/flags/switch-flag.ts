import type { Problem } from "../problem";
import { showTime } from "../show-time";
import { moved, withFlag } from "./record";
import type { FlagsRecord, Kill, LiveFlag } from "./record";

/** Person or verdict, with the reason, at a moment in seconds since the epoch. */
export type FlagWord = Pick<Kill, "who" | "reason" | "atSeconds">;

/** Result of switching a flag. */
export type FlagSwitch =
  | { readonly kind: "write"; readonly record: FlagsRecord; readonly flag: LiveFlag }
  | { readonly kind: "no-op"; readonly flag: LiveFlag; readonly sentence: string }
  | { readonly kind: "refuse"; readonly problem: Problem };

function findFlag(record: FlagsRecord | undefined, name: string, act: string): LiveFlag | Problem {
  const flag = record?.flags[name];
  if (flag !== undefined) return flag;
  const names = Object.keys(record?.flags ?? {}).toSorted();
  const known = names.length === 0 ? "the cluster has none" : `the cluster has ${names.join(", ")}`;
  return {
    text: `Cannot switch flag "${name}" ${act}: it must be one of the app's flags: ${known}`,
    fix: "check name, app and namespace; a flag of sluice:flags comes with pulumi up of the base stack",
  };
}

const isProblem = (found: LiveFlag | Problem): found is Problem => "text" in found;

/** Sentence on a flag that is off already. */
export function explainKill(name: string, { who, atSeconds, reason, percent }: Kill): string {
  return `flag "${name}" is off since ${showTime(atSeconds)}, by ${who}, at ${percent} % before: ${reason}`;
}

/** Switches a flag off for everybody, the allow list among them; the first reason stays. */
export function switchOff(
  record: FlagsRecord | undefined,
  name: string,
  { who, reason, atSeconds }: FlagWord,
  by: Kill["by"] = "person",
): FlagSwitch {
  const flag = findFlag(record, name, "off");
  if (isProblem(flag)) return { kind: "refuse", problem: flag };
  if (flag.killed !== undefined) return { kind: "no-op", flag, sentence: explainKill(name, flag.killed) };
  const killed: Kill = { who, by, reason, atSeconds, percent: flag.percent };
  const next = moved(flag, { atSeconds, percent: 0, who, reason }, { killed, attempt: flag.attempt + 1 });
  return { kind: "write", record: withFlag(record as FlagsRecord, name, next), flag: next };
}

/**
 * Ends a switching off. The flag is at 0 % then: only a rollout brings it back, step by step, whatever it had before.
 */
export function switchOn(record: FlagsRecord | undefined, name: string, word: FlagWord): FlagSwitch {
  const flag = findFlag(record, name, "on");
  if (isProblem(flag)) return { kind: "refuse", problem: flag };
  if (flag.killed === undefined)
    return {
      kind: "no-op",
      flag,
      sentence: `flag "${name}" is not switched off: it is at ${flag.percent} %`,
    };
  const { atSeconds, who, reason } = word;
  const next = moved(flag, { atSeconds, percent: 0, who, reason });
  return { kind: "write", record: withFlag(record as FlagsRecord, name, next), flag: next };
}
