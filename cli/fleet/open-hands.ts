import { listMembers } from "../../components/core/fleet/fleet";
import { assessStanding } from "../../components/core/fleet/standing";
import type { Standing } from "../../components/core/fleet/standing";
import { toVersion } from "../../components/core/revision/version";
import { sleep } from "../../components/traffic/wait";
import type { LoadedFleet } from "../../stacks/files/load-fleet";
import { abort } from "../abort/abort";
import { toCommandFailure } from "../command-error";
import { openEnvironment } from "../environment";
import type { Environment } from "../environment";
import { policyArguments } from "../options/policy-arguments";
import type { PolicyFlags } from "../options/policy-arguments";
import { rollback } from "../rollout/rollback";
import { rollout } from "../rollout/rollout";
import type { RolloutOptions } from "../rollout/rollout";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { prefixed } from "./prefixed";
import type { FleetHands } from "./run-waves";
import { whenFree } from "./when-free";

/** Time between two looks at the ledgers, milliseconds. */
const lookEveryMs = 2000;

/** Time for which the last look counts where a ledger cannot be read, seconds. */
const patienceSeconds = 60;

/** Options of a fleet's runs. */
export interface HandsOptions extends PolicyFlags {
  /** Folder of the Pulumi project. */
  readonly cwd: string;
  readonly org?: string | undefined;
  readonly terminal: Terminal;
  /** Handed on to every rollout. */
  readonly rollout: Pick<RolloutOptions, "fromOlderCommit" | "ownerStopped">;
}

/** Opens every environment of a fleet, so that nothing begins where one cluster does not answer. */
export async function openHands(
  { fleet, settings }: LoadedFleet,
  { cwd, org, terminal, policyPack = [], policyPackConfig = [], rollout: more }: HandsOptions,
): Promise<FleetHands & { close(): void }> {
  const members = new Map(listMembers(fleet).map((one) => [one.environment, one]));
  // Several environments of one cluster have one connection.
  const open = async (environment: string, by: string): Promise<Environment> =>
    await openEnvironment({
      cwd,
      environment,
      org,
      by,
      terminal: prefixed(terminal, environment),
      shared: true,
    });
  const readers = new Map<string, Environment>();
  for (const environment of members.keys())
    readers.set(environment, await open(environment, "sluice rollout"));
  const reader = (environment: string): Environment => readers.get(environment) as Environment;
  const seen = new Map<string, { readonly standing: Standing; readonly atSeconds: number }>();
  const nowSeconds = (): number => Date.now() / 1000;
  const act = async (environment: string, by: string, work: (context: Environment) => Promise<Outcome>) => {
    try {
      const context = await open(environment, by);
      return await work(context).finally(() => context.close());
    } catch (error) {
      const { exitCode, message, problems } = toCommandFailure(error, `act on "${environment}"`);
      return { exitCode, sentence: message, report: { error: message, ...(problems && { problems }) } };
    }
  };
  return {
    nowSeconds,
    readStanding: async (environment) => {
      const wanted = settings.get(environment);
      if (wanted === undefined) return { kind: "unknown", problem: "its file could not be read" };
      try {
        const stored = await reader(environment).store.read();
        const standing = assessStanding(stored?.ledger, toVersion(wanted));
        seen.set(environment, { standing, atSeconds: nowSeconds() });
        return standing;
      } catch (error) {
        const last = seen.get(environment);
        if (last !== undefined && nowSeconds() - last.atSeconds < patienceSeconds) return last.standing;
        return { kind: "unknown", problem: (error as Error).message };
      }
    },
    rollOut: async (environment, signal) => {
      const own = members.get(environment)?.policyConfig ?? policyPackConfig;
      const options = {
        ...more,
        terminal: prefixed(terminal, environment),
        signal,
        extra: policyArguments({ policyPack, policyPackConfig: own }),
      };
      return await whenFree({
        run: async () =>
          await act(environment, "sluice rollout", async (context) => await rollout(context, options)),
        readLock: async () => {
          const lock = (await reader(environment).store.read())?.ledger.lock;
          return lock && `${lock.id} ${lock.renewal}`;
        },
        say: options.terminal.say,
        signal,
      });
    },
    abort: async (environment, reason) =>
      await act(environment, "sluice abort", async (context) => await abort(context, reason)),
    rollBack: async (environment, signal) => {
      const terms = { terminal: prefixed(terminal, environment), signal };
      return await act(environment, "sluice rollback", async (context) => await rollback(context, terms));
    },
    hasWatchdog: (environment) => settings.get(environment)?.watchdog !== undefined,
    rest: async (signal, runs) => {
      const wake = new AbortController();
      const either = AbortSignal.any([signal, wake.signal]);
      await Promise.race([sleep(lookEveryMs, either).catch(() => undefined), ...runs]);
      wake.abort();
    },
    close: () => {
      for (const context of readers.values()) context.close();
    },
  };
}
