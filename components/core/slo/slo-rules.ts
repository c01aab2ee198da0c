import { burnRatesOf, burnWindows } from "./burn-rates";
import type { BurnRate } from "./burn-rates";
import { base, countedSeries, renderCounts } from "./count-rules";
import type { Rule, RuleGroup } from "./rule";
import { describeMiss } from "./sum-rates";
import type { SloRates } from "./sum-rates";
import { budgetOf, sloId } from "./slo";
import type { Slo, SloService } from "./slo";

/** Requests that have to have failed within the long window before an alert fires: one failure is no burn. */
const leastFailures = 3;

/** Duration in the largest unit of Prometheus that divides it. */
export function showWindow(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
  ] as const;
  const [unit, size] = units.find(([, each]) => seconds % each === 0) ?? (["s", 1] as const);
  return `${seconds / size}${unit}`;
}

/** Label of an objective's series that no other objective has with this value. */
const idOf = (service: SloService, slo: Slo) => ({ sloth_id: sloId(service, slo) });

/** Matchers of one objective's series. */
function where(id: string): string {
  return `{sloth_id="${id}"}`;
}

/** Query of the share of the budget that is left, by the rules. */
export function remainingQuery(service: SloService, slo: Slo): string {
  return `slo:period_error_budget_remaining:ratio${where(sloId(service, slo))}`;
}

/** Query of the burn rate over the whole period, by the rules. */
export function periodBurnQuery(service: SloService, slo: Slo): string {
  return `slo:period_burn_rate:ratio${where(sloId(service, slo))}`;
}

/** Alert of a severity; none where not even a total failure burns so fast. */
function alertsOf(service: SloService, slo: Slo, severity: BurnRate["severity"]): readonly Rule[] {
  const on = where(sloId(service, slo));
  const { failures } = countedSeries("slo", idOf(service, slo));
  const parts = burnRatesOf(slo)
    .filter((one) => one.severity === severity)
    .map(({ longSeconds, shortSeconds, factor }) => {
      const [long, short] = [showWindow(longSeconds), showWindow(shortSeconds)];
      const limit = `(${factor} * ${budgetOf(slo)})`;
      const over = (window: string) =>
        `max without (sloth_window) (slo:sli_error:ratio_rate${window}${on}) > ${limit}`;
      const enough = `max without (sloth_window) (avg_over_time(${failures}[${long}])) * ${longSeconds} >= ${leastFailures}`;
      return `(${over(long)} and ${over(short)} and ${enough})`;
    });
  if (parts.length === 0) return [];
  const { app, environment } = service;
  const alert: Rule = {
    alert: "ErrorBudgetBurn",
    expr: parts.join(" or "),
    labels: { ...labelsOf(service, slo), sloth_severity: severity, severity },
    annotations: {
      summary: `${app} in ${environment} uses its error budget of ${showWindow(slo.windowSeconds)} up too fast`,
      description: `{{ $value | humanizePercentage }} of requests ${describeMiss(slo)}. See sluice status; sluice abort takes a canary off in one write`,
    },
  };
  return [alert];
}

/** Labels of every series and alert of an objective, as Sloth names them. */
export function labelsOf(service: SloService, slo: Slo): Readonly<Record<string, string>> {
  return { ...idOf(service, slo), sloth_service: service.app, sloth_slo: slo.name };
}

/**
 * Rules of an objective: how many requests there were and failed, the share over each window, the budget that is left,
 * and alerts on the speed at which it burns. The series have the names that Sloth gives them, so what reads Sloth's
 * reads these; the shares are weighted by traffic, which Sloth's of the whole period are not. One group has all, since
 * Prometheus evaluates groups in any order: what reads another group's series may read those of an interval before.
 * @see https://github.com/slok/sloth/tree/main/internal/prometheus
 */
export function renderSloRules(service: SloService, slo: Slo, rates: SloRates): RuleGroup {
  const id = sloId(service, slo);
  const on = where(id);
  const labels = labelsOf(service, slo);
  const { requests, failures } = countedSeries("slo", idOf(service, slo));
  const period = showWindow(slo.windowSeconds);
  const share = (window: string): Rule => ({
    record: `slo:sli_error:ratio_rate${window}`,
    expr: `sum_over_time(${failures}[${window}]) / (sum_over_time(${requests}[${window}]) > 0)`,
    labels: { sloth_window: window },
  });
  const meta = (name: string, expr: string): Rule => ({ record: `slo:${name}`, expr, labels });
  const burnRate = (window: string) =>
    `max without (sloth_window) (slo:sli_error:ratio_rate${window}${on}) / ${budgetOf(slo)}`;
  return {
    name: `sluice-slo-${id}`,
    rules: [
      ...renderCounts("slo", rates, labels, idOf(service, slo)),
      ...[...burnWindows.map(showWindow), period].map(share),
      meta("objective:ratio", `vector(${slo.target})`),
      meta("error_budget:ratio", `vector(${budgetOf(slo)})`),
      meta("time_period:days", `vector(${slo.windowSeconds / 86_400})`),
      meta("current_burn_rate:ratio", burnRate(base)),
      meta("period_burn_rate:ratio", burnRate(period)),
      meta("period_error_budget_remaining:ratio", `1 - ${burnRate(period)}`),
      {
        record: "sloth_slo_info",
        expr: "vector(1)",
        labels: { ...labels, sloth_mode: "sluice", sloth_objective: String(slo.target * 100) },
      },
      ...alertsOf(service, slo, "page"),
      ...alertsOf(service, slo, "ticket"),
    ],
  };
}
