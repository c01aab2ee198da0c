import type { Cluster } from "../../cluster/api";
import { readBudget } from "../../core/slo/budget";
import type { BudgetFact, BudgetFinding } from "../../core/slo/budget";
import { budgetOf } from "../../core/slo/slo";
import type { Slo } from "../../core/slo/slo";
import { durationRates } from "../../core/slo/duration-rates";
import type { DurationSelectors } from "../../core/slo/duration-rates";
import { explainBound } from "../../core/slo/find-bound";
import { remainingQuery, showWindow } from "../../core/slo/slo-rules";
import { failedShare } from "../../core/slo/sum-rates";
import { given } from "../../core/given";
import type { SloRates } from "../../core/slo/sum-rates";
import type { TrackRates } from "../../core/slo/release-alerts";
import { trackRates } from "../../core/slo/track-rates";
import type { Track } from "../../core/track";
import type { Attempt } from "../../core/ledger/ledger";
import { userRates } from "../../core/slo/user-rates";
import type { UserRates } from "../../core/slo/user-rates";
import { toSelectorInput } from "../../core/sources/selector-input";
import { sourceOf } from "../../core/sources/sources";
import type { Settings } from "../../core/settings";
import type { Prometheus } from "../../prometheus/client";
import { openPrometheus } from "../../prometheus/open-prometheus";
import { explainExempt } from "./exempt";

/** Counters of the service's requests, as rules add them up. */
export function ratesOf(settings: Settings): UserRates {
  const { analysis } = settings;
  return userRates(sourceOf(analysis), toSelectorInput(settings), analysis.ignoreRoutes);
}

/** Durations of the service's requests by a bound; undefined where the source counts none. */
function durationsOf(settings: Settings, withinSeconds: number): DurationSelectors | undefined {
  const { analysis } = settings;
  return durationRates(sourceOf(analysis), toSelectorInput(settings), analysis.ignoreRoutes, withinSeconds);
}

/** Counters of an objective; the schema refuses a latency objective where the source counts no durations. */
export function sloRatesOf(settings: Settings, { withinSeconds }: Slo): SloRates {
  return (
    (withinSeconds === undefined ? undefined : durationsOf(settings, withinSeconds)) ?? ratesOf(settings)
  );
}

/** Counters of each track; undefined where the source's labels do not tell it. */
export function trackRatesOf(settings: Settings): TrackRates | undefined {
  const { analysis } = settings;
  const source = sourceOf(analysis);
  const of = (track: Track) => trackRates(source, toSelectorInput(settings), analysis.ignoreRoutes, track);
  const [stable, canary] = [of("stable"), of("canary")];
  return stable === undefined || canary === undefined ? undefined : { stable, canary };
}

/** Queries of the share that is left: somebody's own, or the rules' and, where these are not loaded, the counters'. */
export function queriesOf(settings: Settings, slo: Slo): readonly string[] {
  if (slo.budgetQuery !== undefined) return [slo.budgetQuery];
  const share = failedShare(sloRatesOf(settings, slo), showWindow(slo.windowSeconds));
  return [remainingQuery(settings, slo), `1 - (${share}) / ${budgetOf(slo)}`];
}

/** Reason why a latency objective cannot be counted: its bound must be the end of a bucket. */
async function findBoundProblem(
  prometheus: Prometheus,
  settings: Settings,
  { withinSeconds, budgetQuery }: Slo,
): Promise<string | undefined> {
  if (withinSeconds === undefined || budgetQuery !== undefined) return undefined;
  const buckets = durationsOf(settings, withinSeconds)?.buckets ?? [];
  const query = `count by (__name__, le) (${buckets.join(" or ")})`;
  const answer = await prometheus.queryLabels(query);
  return answer.ok
    ? explainBound(sourceOf(settings.analysis), withinSeconds, answer.value)
    : answer.error.message;
}

async function ask(cluster: Cluster, settings: Settings, slo: Slo): Promise<BudgetFinding> {
  try {
    const prometheus = openPrometheus(cluster, settings.analysis);
    const problem = await findBoundProblem(prometheus, settings, slo);
    if (problem !== undefined) return { kind: "unknown", problem };
    const answers: (readonly number[])[] = [];
    for (const query of queriesOf(settings, slo)) {
      const answer = await prometheus.queryValues(query);
      if (!answer.ok) return { kind: "unknown", problem: answer.error.message };
      answers.push(answer.value);
      if (answer.value.length > 0) break;
    }
    return readBudget(answers);
  } catch (error) {
    return { kind: "unknown", problem: (error as Error).message };
  }
}

const termsOf = ({ name, target, windowSeconds, withinSeconds }: Slo) => ({
  name,
  target,
  windowSeconds,
  ...given("withinSeconds", withinSeconds),
});

/** Reads the error budget of an objective. */
async function askBudget(cluster: Cluster, settings: Settings, slo: Slo): Promise<BudgetFact> {
  return { ...termsOf(slo), ...(await ask(cluster, settings, slo)) };
}

/** Reads the error budgets of all objectives; none where no objective is set. */
export async function askBudgets(cluster: Cluster, settings: Settings): Promise<readonly BudgetFact[]> {
  return await Promise.all((settings.slos ?? []).map(async (slo) => await askBudget(cluster, settings, slo)));
}

/**
 * Reads the error budgets for the gate, which asks before traffic first rises; a rollback and a hotfix do not wait for them.
 * @returns undefined where no objective is set
 */
export async function gateBudgets(
  cluster: Cluster,
  settings: Settings,
  attempt: Attempt | undefined,
  hasTraffic: boolean,
): Promise<readonly BudgetFact[] | undefined> {
  const why = explainExempt(attempt) ?? (hasTraffic ? "it was asked before traffic first rose" : undefined);
  if (settings.slos === undefined) return undefined;
  return await Promise.all(
    settings.slos.map(async (slo): Promise<BudgetFact> =>
      why === undefined
        ? await askBudget(cluster, settings, slo)
        : { ...termsOf(slo), kind: "not-asked", why },
    ),
  );
}
