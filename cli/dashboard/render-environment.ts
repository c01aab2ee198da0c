import { hideIn } from "../../components/core/report/hide-in";
import { renderPlot } from "../../replay/page/render-plot";
import { planPlots } from "../report/plan-plots";
import { renderStages, renderTimeline, renderTraces } from "../report/render-page";
import { renderGate } from "./render-gate";
import { renderNow, tellNow } from "./render-now";
import { renderHistory, renderLedger, renderPreflightState } from "./render-records";
import type { SectionId } from "./shell";
import type { Snapshot } from "./snapshot";
import type { DashboardState } from "./state";

/** Renders the page of an environment; secrets that people or pods wrote into texts are hidden first. */
export function renderEnvironment(raw: DashboardState): Snapshot {
  const state = hideIn(raw);
  const { view, ledger, history, report, nowSeconds } = state;
  const { app, environment, phase } = view.status;
  const sections: Readonly<Partial<Record<SectionId, string>>> = {
    now: renderNow(state),
    gate: renderGate(state),
    stages: report === undefined || report.stages.length === 0 ? "" : renderStages(report),
    // The stage that runs is the first to be looked for.
    plots: (report?.stages ?? []).toReversed().flatMap(planPlots).map(renderPlot).join("\n"),
    timeline: report === undefined ? "" : renderTimeline(report.timeline),
    pods: report === undefined || report.traces === null ? "" : renderTraces(report.traces),
    ledger: renderLedger(ledger),
    preflight: renderPreflightState(ledger, nowSeconds),
    history: renderHistory(history),
  };
  return { title: `${phase ?? "never released"}: ${app} in ${environment}`, told: tellNow(state), sections };
}
