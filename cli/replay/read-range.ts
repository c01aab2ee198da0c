import { recallTimeline } from "../../components/core/replay/recall-timeline";
import type { Recording } from "../../components/core/replay/recording";
import type { Stretch } from "../../components/core/replay/watch-evidence";
import type { VerdictParameters } from "../../components/core/verdict/index";
import { openSource } from "../../components/evidence/source";
import { CommandError } from "../command-error";
import type { Environment } from "../environment";

/** Longest range that is read at once, seconds. */
const longestSeconds = 24 * 3600;

/** A range of an environment's Prometheus, with what its ledger and settings know. */
export interface RecordedRange {
  readonly recording: Recording;
  readonly timeline?: readonly [Stretch, ...Stretch[]];
  readonly untilSeconds: number;
  readonly parameters: Partial<VerdictParameters>;
}

/**
 * Reads what an environment's Prometheus recorded between two moments; weights come from the ledger's moves.
 * @throws {CommandError} with exit code 2 when the range is too long or Prometheus' answer is of no use
 */
export async function readRange(
  { settings, cluster, store }: Pick<Environment, "settings" | "cluster" | "store">,
  fromSeconds: number,
  toSeconds: number,
): Promise<RecordedRange> {
  const refuse = (rule: string): never => {
    throw new CommandError("usage", `Cannot replay "${settings.environment}": ${rule}`);
  };
  if (toSeconds - fromSeconds > longestSeconds) refuse("the range must be at most 24h");
  const [{ series, problems }, stored] = await Promise.all([
    openSource(cluster, settings).read(fromSeconds, toSeconds),
    store.read(),
  ]);
  const problem = problems[0];
  if (problem !== undefined) refuse(`Prometheus must answer ${problem.query}: ${problem.problem}`);
  const recalled = recallTimeline(stored?.ledger.moves ?? [], fromSeconds, toSeconds);
  const notes = recalled.timeline === undefined ? ["the ledger knows of no weight in this range"] : [];
  return {
    recording: { series, latencyBoundsSeconds: [], notes },
    ...recalled,
    parameters: { ...settings.analysis.parameters, tickSeconds: settings.analysis.tickSeconds },
  };
}
