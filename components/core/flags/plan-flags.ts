import { given } from "../given";
import type { Problem } from "../problem";
import { toCanonicalText } from "../revision/canonical";
import type { Json } from "../revision/revision";
import type { FlagDefinition, FlagSpec, FlagdPlace } from "./flag";
import type { FlagsRecord, LiveFlag } from "./record";

/** Flags of the environment file, and where they are. */
export interface WantedFlags {
  readonly app: string;
  readonly environment: string;
  readonly list: readonly FlagSpec[];
  readonly flagd?: FlagdPlace | undefined;
}

/** Flags as the base stack writes them. */
export interface FlagsPlan {
  readonly record: FlagsRecord;
  readonly problems: readonly Problem[];
  /** One sentence for each flag that is new, changed, gone or switched off. */
  readonly told: readonly string[];
  /** Whether the record differs from the one in the cluster. */
  readonly changes: boolean;
}

const text = (value: unknown): string => toCanonicalText(value as Json);

/** Part of a definition that decides who gets what: a change of it would change the users without a gate. */
const drawn = ({ variants, on, off, targeting }: FlagDefinition): string =>
  text({ variants, on, off, targeting: [...targeting] });

/** Whether two definitions are the same for users and people. */
export const sameDefinition = (a: FlagDefinition, b: FlagDefinition): boolean => text(a) === text(b);

function isNew({ definition }: FlagSpec, nowSeconds: number): LiveFlag {
  return {
    definition,
    percent: 0,
    epoch: 1,
    attempt: 1,
    sinceSeconds: nowSeconds,
    passed: false,
    moves: [],
  };
}

const off = (name: string, environment: string): string =>
  `\`sluice flag off ${name} ${environment} --reason TEXT\` first, then this command, then a rollout of the flag from its first step`;

function refuseChange(name: string, environment: string, { percent }: LiveFlag): Problem {
  return {
    path: `sluice:flags.list.${name}`,
    text: `variants and targeting of flag "${name}" must stay while it is above 0 %: got others at ${percent} %`,
    fix: off(name, environment),
  };
}

function refuseRemoval(name: string, environment: string, { percent }: LiveFlag): Problem {
  return {
    path: "sluice:flags.list",
    text: `flag "${name}" must stay in the file while it is between 0 and 100 %: got none at ${percent} %`,
    fix: `put it back, or ${off(name, environment)}`,
  };
}

function tellKill(name: string, { killed }: LiveFlag): string[] {
  if (killed === undefined) return [];
  return [`flag "${name}" stays off: switched off by ${killed.who}: ${killed.reason}`];
}

/**
 * Brings the file's flags into the record. It never raises a percentage, and never ends a switching off: a flag begins
 * at 0 % and keeps the percentage that it has. People, days and the allow list may change at any time.
 * @param record - as it is in the cluster; absent where there is none yet
 */
export function planFlags(
  { app, environment, list, flagd }: WantedFlags,
  record: FlagsRecord | undefined,
  nowSeconds: number,
): FlagsPlan {
  const before = record?.flags ?? {};
  const problems: Problem[] = [];
  const told: string[] = [];
  const flags: Record<string, LiveFlag> = {};
  for (const spec of list) {
    const { name, definition } = spec;
    const live = before[name];
    if (live === undefined) {
      flags[name] = isNew(spec, nowSeconds);
      told.push(`flag "${name}" is new and off`);
      continue;
    }
    told.push(...tellKill(name, live));
    const isSame = sameDefinition(live.definition, definition);
    if (live.percent > 0 && drawn(live.definition) !== drawn(definition))
      problems.push(refuseChange(name, environment, live));
    if (!isSame) told.push(`flag "${name}" is defined again and stays at ${live.percent} %`);
    flags[name] = isSame ? live : { ...live, definition, epoch: live.epoch + 1 };
  }
  for (const [name, live] of Object.entries(before)) {
    if (flags[name] !== undefined) continue;
    if (live.percent > 0 && live.percent < 100) problems.push(refuseRemoval(name, environment, live));
    told.push(`flag "${name}" is gone: the code's own default counts`);
  }
  const next: FlagsRecord = { version: 1, app, environment, ...given("flagd", flagd), flags };
  return { record: next, problems, told, changes: record === undefined || text(record) !== text(next) };
}
