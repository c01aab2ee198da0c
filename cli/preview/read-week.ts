import { countBetween } from "../../components/core/evidence/samples/count-between";
import { judgeDay, weekDays } from "../../components/core/release/judge-week";
import type { DayVerdict, WeekDay } from "../../components/core/release/judge-week";
import { weightOf } from "../../components/core/stage/exposure";
import { openSource } from "../../components/prometheus/source";
import { pinnedParameters } from "../../components/stage/evidence/pinned";
import { openEnvironment } from "../environment";
import type { Environment, EnvironmentChoice } from "../environment";
import type { Week } from "./environment-preview";

const daySeconds = 86_400;
/** Length of what is read of each day, seconds. */
const windowSeconds = 300;

type WeekContext = Pick<Environment, "settings" | "cluster" | "now" | "store">;

/**
 * Gates of the last seven days at this time of day: one reading of the counters for each day, one after the other.
 * Writes nothing.
 */
export async function readWeek({
  settings,
  cluster,
  now,
  store,
}: WeekContext): Promise<readonly DayVerdict[]> {
  const reader = openSource(cluster, settings);
  // A ledger that cannot be read is the gate's to explain.
  const ledger = await store.read().then(
    (stored) => stored?.ledger,
    () => undefined,
  );
  const parameters = pinnedParameters(undefined, settings);
  const stages = settings.stages.filter((stage) => weightOf(stage) > 0);
  const terms = { parameters, stages, earlier: ledger?.earlier ?? [] };
  const verdicts: DayVerdict[] = [];
  for (let day = weekDays; day >= 1; day--) {
    const atSeconds = now() - day * daySeconds;
    const { series, problems } = await reader.read(atSeconds - windowSeconds, atSeconds);
    const [problem] = problems;
    const counted: WeekDay["counted"] =
      problem === undefined
        ? { ...countBetween(series, atSeconds - windowSeconds, atSeconds).stable, seconds: windowSeconds }
        : { problem: problem.problem };
    verdicts.push(judgeDay({ atSeconds, counted }, terms));
  }
  return verdicts;
}

/** The same of an environment's file; a cluster that cannot be asked is told in place of the days. */
export async function previewWeek(choice: EnvironmentChoice): Promise<Week> {
  try {
    const context = await openEnvironment(choice);
    try {
      return { days: await readWeek(context) };
    } finally {
      context.close();
    }
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
