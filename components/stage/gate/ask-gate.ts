import { assessGate } from "../../core/gate/assess-gate";
import type { GateReport } from "../../core/gate/assess-gate";
import { runChecks } from "../../checks/run-checks";
import type { CheckFact } from "../../core/checks/spec";
import type { BudgetFact } from "../../core/slo/budget";
import { weightOf } from "../../core/stage/exposure";
import { feedEvidence } from "../evidence/feed";
import type { Fed } from "../evidence/feed";
import { gatherClusterFacts } from "../../traffic/look/gather-facts";
import { readTls } from "../../traffic/reach/read-tls";
import { gateBudgets } from "./read-budget";
import { readOrigin } from "./read-origin";
import type { Session } from "../../session/session";
import type { StageContext } from "../stage-context";
import { toGateFacts } from "./to-gate-facts";

/**
 * Asks the gate once: reads cluster, router, ledger and Prometheus, feeds the evidence since the last tick.
 * @param second - inside the shift, with the canary up
 * @param checkedSeconds - for so long all checks passed on the canary at weight 0
 * @param jobs - checks that Jobs answered before
 */
export async function askGate(
  session: Session,
  context: StageContext,
  second: boolean,
  checkedSeconds = 0,
  jobs: readonly CheckFact[] = [],
): Promise<{ report: GateReport; fed: Fed; budgets: readonly BudgetFact[] }> {
  const { settings } = session;
  const { ledger, route, stage } = context;
  const rises = route !== undefined && route.live.weight !== weightOf(stage);
  const isCanaryUp = second || !rises;
  const moment = { use: "gate", isCanaryUp, isRollback: ledger?.attempt?.kind === "rollback" } as const;
  const about = { place: "gate", stage: stage.key, attempt: ledger?.attempt?.number ?? 0 };
  const asked = { cluster: session.cluster, settings, route, about, nowSeconds: session.now() };
  const [cluster, fed, checks, origin, budgets, tls] = await Promise.all([
    gatherClusterFacts(session.cluster, settings, route, isCanaryUp),
    feedEvidence(session.cluster, settings, ledger, session.now(), session.interrupted),
    runChecks(asked, moment),
    readOrigin(settings, ledger?.attempt, session.now()),
    gateBudgets(session.cluster, settings, ledger?.attempt, (route?.live.weight ?? 0) > 0),
    readTls(settings, session.now()),
  ]);
  const nowSeconds = session.now();
  return {
    report: assessGate(
      toGateFacts({
        settings,
        context,
        cluster,
        fed,
        origin,
        budgets,
        tls,
        checks: checks && [...jobs, ...checks],
        second,
        checkedSeconds,
        nowSeconds,
      }),
    ),
    fed,
    budgets: budgets ?? [],
  };
}
