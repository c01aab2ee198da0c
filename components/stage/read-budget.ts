import type { Cluster } from "../cluster/api";
import { readBudget } from "../core/slo/budget";
import type { BudgetFact, BudgetFinding } from "../core/slo/budget";
import { budgetOf } from "../core/slo/slo";
import type { Slo } from "../core/slo/slo";
import { failedShare, remainingQuery, showWindow } from "../core/slo/slo-rules";
import type { TrackRates } from "../core/slo/release-alerts";
import { trackRates } from "../core/slo/track-rates";
import type { Track } from "../core/track";
import type { Attempt } from "../core/ledger/ledger";
import type { RateSelectors } from "../core/sources/source";
import { userRates } from "../core/slo/user-rates";
import { toSelectorInput } from "../core/sources/selector-input";
import { sourceOf } from "../core/sources/sources";
import type { Settings } from "../core/settings";
import { openPrometheus } from "../prometheus/open-prometheus";
import { explainExempt } from "./exempt";

/** Counters of the service's requests, as rules add them up. */
export function ratesOf(settings: Settings): RateSelectors {
  const { analysis } = settings;
  return userRates(sourceOf(analysis), toSelectorInput(settings), analysis.ignoreRoutes);
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
function queriesOf(settings: Settings, slo: Slo): readonly string[] {
  if (slo.budgetQuery !== undefined) return [slo.budgetQuery];
  const share = failedShare(ratesOf(settings), showWindow(slo.windowSeconds));
  return [remainingQuery(settings, slo), `1 - (${share}) / ${budgetOf(slo)}`];
}

async function ask(cluster: Cluster, settings: Settings, slo: Slo): Promise<BudgetFinding> {
  try {
    const prometheus = openPrometheus(cluster, settings.analysis);
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

/** Reads the error budget of an objective, whoever needs it. */
export async function askBudget(cluster: Cluster, settings: Settings, slo: Slo): Promise<BudgetFact> {
  const { name, target, windowSeconds } = slo;
  return { name, target, windowSeconds, ...(await ask(cluster, settings, slo)) };
}

/**
 * Reads the error budget for the gate, which asks before traffic first rises; a rollback and a hotfix do not wait for it.
 * @returns undefined where no objective is set
 */
export async function gateBudget(
  cluster: Cluster,
  settings: Settings,
  attempt: Attempt | undefined,
  hasTraffic: boolean,
): Promise<BudgetFact | undefined> {
  const { slo } = settings;
  if (slo === undefined) return undefined;
  const why = explainExempt(attempt) ?? (hasTraffic ? "it was asked before traffic first rose" : undefined);
  const { name, target, windowSeconds } = slo;
  return why === undefined
    ? await askBudget(cluster, settings, slo)
    : { name, target, windowSeconds, kind: "not-asked", why };
}
