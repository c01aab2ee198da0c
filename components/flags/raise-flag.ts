import type { FlagStep } from "../core/flags/flag";
import { moved, withFlag } from "../core/flags/record";
import type { LiveFlag } from "../core/flags/record";
import { RunEnd } from "../core/run-end";
import type { FlagContext } from "./flag-context";
import type { StoredFlags } from "./flag-store";
import { putInForce } from "./put-in-force";

/** Time until a step is in force that is waited before its soak, which goes on asking, seconds. */
const patienceSeconds = 5;

/**
 * Writes a step: one guarded write, refused where the flag is not any more what the gate saw.
 * @returns the flag after it
 */
export async function raiseFlag(context: FlagContext, seen: LiveFlag, step: FlagStep): Promise<LiveFlag> {
  const { cluster, settings, spec, flags, say, now, signal } = context;
  const { name } = spec;
  const { percent } = step;
  const stored = await flags.update((present) => {
    const live = present?.record.flags[name];
    if (present === undefined || live?.epoch !== seen.epoch || live.killed !== undefined)
      throw new RunEnd("refused", {
        text: `Cannot raise flag "${name}" to ${percent} %: it must be as the gate saw it: got another write meanwhile`,
        fix: `sluice flag list ${settings.environment} shows it`,
      });
    const move = { atSeconds: now(), percent, who: settings.stack, reason: "the gate passed" };
    return withFlag(present.record, name, moved(live, move));
  });
  // The change above wrote, or threw.
  const written = stored as StoredFlags;
  const forced = await putInForce(cluster, settings.namespace, written, name, patienceSeconds, signal);
  say(
    `flag "${name}" is at ${percent} %: ${forced.kind === "seen" ? `in force on ${forced.pods} flagd pods after ${forced.seconds.toFixed(1)} s` : forced.missing}`,
  );
  return written.record.flags[name] as LiveFlag;
}

/** Notes that a percentage passed; undefined where the flag is not any more what was judged. */
export async function passFlag(
  { flags, spec }: FlagContext,
  judged: LiveFlag,
): Promise<LiveFlag | undefined> {
  const { name } = spec;
  const stored = await flags.update((present) => {
    const live = present?.record.flags[name];
    if (present === undefined || live?.epoch !== judged.epoch || live.killed !== undefined || live.passed)
      return undefined;
    return withFlag(present.record, name, { ...live, passed: true });
  });
  const live = stored?.record.flags[name];
  return live?.epoch === judged.epoch && live.passed ? live : undefined;
}
