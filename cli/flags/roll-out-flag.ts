import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import { flagRuns } from "../../components/flags/flag-runs";
import { flagStore } from "../../components/flags/flag-store";
import { rollOutFlag } from "../../components/flags/roll-out-flag";
import { demandFlagRights } from "../../components/session/demand-rights";
import { InterruptedError } from "../../components/traffic/wait";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/**
 * Brings one flag of the environment's file to everybody, step by step.
 * @throws {RunEnd} where the file has no such flag, or its gate refuses
 */
export async function rollOutOne(context: Environment, name: string, signal: AbortSignal): Promise<Outcome> {
  const { settings, cluster, store, tell, now, say, progress } = context;
  const { environment, app } = settings;
  const list = settings.flags?.list ?? [];
  const spec = list.find((one) => one.name === name);
  if (spec === undefined) {
    const known = list.length === 0 ? "none" : list.map((one) => one.name).join(", ");
    throw new RunEnd("usage", {
      text: `Cannot roll out flag "${name}": it must be one of sluice:flags.list: got ${known}`,
      fix: "name one of them, or add it and run pulumi up of the base stack",
    });
  }
  await demandFlagRights({ cluster, settings });
  const flags = flagStore(cluster, settings);
  const runs = flagRuns(cluster, settings);
  try {
    const { end, sentence, ...facts } = await rollOutFlag({
      settings,
      cluster,
      spec,
      flags,
      runs,
      store,
      tell,
      signal,
      now,
      say,
      progress,
    });
    return {
      exitCode: exitCodes[end],
      sentence,
      report: { environment, app, flag: name, sentence, ...facts },
    };
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new RunEnd("interrupted", {
      text: `Interrupted: flag "${name}" stays as it is, and nobody watches it now`,
      fix: `sluice rollout ${environment} --flag ${name} goes on; sluice flag off ${name} ${environment} --reason TEXT ends it`,
    });
  }
}
