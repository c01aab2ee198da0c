import { exitCodes } from "../../components/core/exit-code";
import { explainFlags } from "../../components/core/flags/explain-flags";
import type { FlagsRecord } from "../../components/core/flags/record";
import { showDay } from "../../components/core/show-time";
import { flagStore } from "../../components/flags/flag-store";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** Lists the app's flags as they are in the cluster. */
export async function listFlags({
  settings,
  cluster,
  now,
}: Pick<Environment, "settings" | "cluster" | "now">): Promise<Outcome> {
  const { environment, app } = settings;
  const stored = await flagStore(cluster, settings).read();
  const none: FlagsRecord = { version: 1, app, environment, flags: {} };
  const record = stored?.record ?? none;
  const drift =
    stored?.isOwnFile === false
      ? "\nwarning: another writer changed the file of flagd: it is not what is listed"
      : "";
  return {
    exitCode: exitCodes.done,
    sentence: `${explainFlags(record, showDay(now()))}${drift}`,
    report: { environment, app, isOwnFile: stored?.isOwnFile ?? true, flags: record.flags },
  };
}
