import { switchOff } from "../core/flags/switch-flag";
import type { FlagContext } from "./flag-context";
import { putInForce } from "./put-in-force";
import type { InForce } from "./put-in-force";
import { persist } from "../traffic/persist";
import { tellFlag } from "./tell-flag";

/** Longest time until every flagd has it, seconds. */
const patienceSeconds = 60;

/** Switches a flag off because of its evidence, and waits until every flagd has it; a person who was first stays named. */
export async function takeOffFlag(context: FlagContext, reason: string): Promise<InForce> {
  const { settings, cluster, spec, flags, say, now } = context;
  const { environment, namespace, stack } = settings;
  const { name } = spec;
  const away = (error: Error): void => say(`the cluster does not answer yet: ${error.message}`);
  const stored = await persist(
    async () =>
      await flags.update((present) => {
        const off = switchOff(present?.record, name, { who: stack, reason, atSeconds: now() }, "verdict");
        return off.kind === "write" ? off.record : undefined;
      }),
    away,
  );
  if (stored?.record.flags[name] === undefined) return { kind: "unseen", missing: "the flag is gone" };
  // The notice goes out beside the wait: a run that is killed in it has sent it all the same.
  const [forced] = await Promise.all([
    putInForce(cluster, namespace, stored, name, patienceSeconds),
    tellFlag(context, {
      type: "Warning",
      reason: "FlagOff",
      message: `Flag "${name}" of ${environment} was switched off: ${reason}`,
    }),
  ]);
  const words =
    forced.kind === "seen"
      ? `every flagd has it after ${forced.seconds.toFixed(1)} s`
      : `written, not confirmed: ${forced.missing}`;
  say(`flag "${name}" is off for everybody: ${words}`);
  return forced;
}
