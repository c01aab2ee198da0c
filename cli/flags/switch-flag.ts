import { writeEvent } from "../../components/cluster/events";
import { exitCodes } from "../../components/core/exit-code";
import { explainState, flagByHand } from "../../components/core/flags/explain-flags";
import { switchOff, switchOn } from "../../components/core/flags/switch-flag";
import type { FlagSwitch } from "../../components/core/flags/switch-flag";
import type { FlagsRecord, LiveFlag } from "../../components/core/flags/record";
import { RunEnd } from "../../components/core/run-end";
import { objectNames } from "../../components/core/settings";
import { flagStore } from "../../components/flags/flag-store";
import type { StoredFlags } from "../../components/flags/flag-store";
import { putInForce } from "../../components/flags/put-in-force";
import { persist } from "../../components/traffic/persist";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** Flag and switch that a person wants. */
export interface WantedSwitch {
  readonly act: "off" | "on";
  readonly name: string;
  readonly who: string;
  readonly reason: string;
}

type Context = Pick<Environment, "settings" | "cluster" | "say" | "now">;

/** Longest time until every flagd has a write, and in which a cluster that is away is asked again, seconds. */
const patienceSeconds = { force: 30, cluster: 30 } as const;

const changes = { off: switchOff, on: switchOn } as const;

/** Line of kubectl for the same write, guarded by the version that was read. */
function byHand({ settings }: Context, record: FlagsRecord, resourceVersion: string): string {
  const { cluster, namespace, app } = settings;
  return flagByHand({ cluster, namespace, name: objectNames(app).flags }, record, resourceVersion);
}

async function write(
  context: Context,
  { act, name, who, reason }: WantedSwitch,
): Promise<{ readonly stored: StoredFlags; readonly found: FlagSwitch }> {
  const { cluster, settings, now, say } = context;
  const store = flagStore(cluster, settings);
  let found: FlagSwitch | undefined;
  const away = (error: Error): void => say(`the cluster does not answer yet: ${error.message}`);
  const stored = await persist(
    async () =>
      await store.update((present) => {
        const next = changes[act](present?.record, name, { who, reason, atSeconds: now() });
        // A write whose answer was lost is found done by the second try.
        found = found?.kind === "write" && next.kind === "no-op" ? { ...found, flag: next.flag } : next;
        if (next.kind === "write") {
          say(`by hand: ${byHand(context, next.record, present?.resourceVersion ?? "")}`);
          return next.record;
        }
        // A file that another writer changed is written whole: the switch is what counts.
        return next.kind === "no-op" && present?.isOwnFile === false ? present.record : undefined;
      }),
    away,
    patienceSeconds.cluster,
  );
  const decided = found as FlagSwitch;
  if (decided.kind === "refuse") throw new RunEnd("refused", decided.problem);
  return { stored: stored as StoredFlags, found: decided };
}

function explainWrite({ act, name }: WantedSwitch, environment: string): string {
  return act === "off"
    ? `flag "${name}" is off for everybody; no pulumi up turns it on again, only: sluice flag on ${name} ${environment} --reason TEXT`
    : `flag "${name}" may be used again and is at 0 %: sluice rollout ${environment} --flag ${name} begins with its first step`;
}

/**
 * Switches a flag for everybody: one guarded write of the ConfigMap that flagd reads, then waits until each flagd
 * answers with it. Needs neither Pulumi nor its state nor a lock.
 */
export async function switchFlag(context: Context, wanted: WantedSwitch): Promise<Outcome> {
  const { settings, cluster, say, now } = context;
  const { environment, app, namespace } = settings;
  const { act, name, reason, who } = wanted;
  const startedMs = performance.now();
  const { stored, found } = await write(context, wanted);
  const { flag } = found as { readonly flag: LiveFlag };
  const writtenSeconds = (performance.now() - startedMs) / 1000;
  const sentence = found.kind === "no-op" ? found.sentence : explainWrite(wanted, environment);
  say(sentence);
  const forced = await putInForce(cluster, namespace, stored, name, patienceSeconds.force);
  if (found.kind === "write") {
    const said = `flag "${name}" switched ${act} by ${who}: ${reason}`;
    const event = {
      type: act === "off" ? "Warning" : "Normal",
      reason: act === "off" ? "FlagOff" : "FlagOn",
      message: said,
    } as const;
    await writeEvent(cluster, settings, event, new Date(now() * 1000));
  }
  const isSeen = forced.kind === "seen";
  const words = isSeen
    ? `in force on ${forced.pods} of ${forced.pods} flagd pods ${(writtenSeconds + forced.seconds).toFixed(1)} s after the command`
    : `written, not confirmed: ${forced.missing}`;
  return {
    exitCode: isSeen ? exitCodes.done : exitCodes.inconclusive,
    sentence: words,
    report: {
      environment,
      app,
      flag: name,
      sentence: `${sentence}; ${words}`,
      state: explainState(flag),
      percent: flag.percent,
      killed: flag.killed ?? null,
      confirmed: isSeen,
      secondsToFlagd: isSeen ? writtenSeconds + forced.seconds : null,
    },
  };
}
