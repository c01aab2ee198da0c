import { assessGate } from "../core/gate/assess-gate";
import type { GateReport } from "../core/gate/assess-gate";
import type { GateFacts } from "../core/gate/facts";
import { feedEvidence } from "./feed";
import type { Fed } from "./feed";
import { gatherClusterFacts } from "../traffic/gather-facts";
import { emergencyFact } from "./emergency";
import type { Session } from "../session/session";
import type { StageContext } from "./stage-context";

/**
 * Asks the gate once: reads cluster, router, ledger and Prometheus, feeds the evidence since the last tick.
 * @param second - inside the shift, with the canary up
 */
export async function askGate(
  session: Session,
  context: StageContext,
  second: boolean,
): Promise<{ report: GateReport; fed: Fed }> {
  const { settings } = session;
  const { ledger, route, weight } = context;
  const rises = route !== undefined && route.live.weight !== weight;
  const [facts, fed] = await Promise.all([
    gatherClusterFacts(session.cluster, settings, route, second || !rises),
    feedEvidence(session.cluster, settings, ledger, session.now(), session.interrupted),
  ]);
  const { reconcile } = context;
  const emergency = emergencyFact(settings, session.now());
  const all: GateFacts = {
    app: settings.app,
    image: settings.image,
    declared: settings.stable,
    ...(ledger === undefined ? {} : { ledger }),
    weight,
    reconcile: reconcile.kind === "drift" ? reconcile : { kind: "same" },
    ...facts,
    metrics: fed.metrics,
    ...(fed.fact === undefined ? {} : { verdict: fed.fact }),
    outside: fed.outside,
    second,
    ...(emergency === undefined ? {} : { emergency }),
  };
  return { report: assessGate(all), fed };
}

/** One line per check, for preview and refusal. */
export function listChecks(report: GateReport): string[] {
  return report.checks.map(
    ({ id, result, finding, wayOut }) =>
      `${id}: ${result} – ${finding}${wayOut && result === "refuse" ? ` → ${wayOut}` : ""}`,
  );
}
