import type { Check, CheckId, CheckResult } from "../ledger/gate-check";
import { checkIds } from "../ledger/gate-check";
import { checkCapacity } from "./check-capacity";
import { checkCommonCause } from "./check-common-cause";
import { checkDigest } from "./check-digest";
import { checkMetrics } from "./check-metrics";
import { checkNoDrift } from "./check-no-drift";
import { checkNotAborted } from "./check-not-aborted";
import { checkOrder } from "./check-order";
import { checkPath } from "./check-path";
import { checkRelease } from "./check-release";
import { checkRoute } from "./check-route";
import { checkVerdict } from "./check-verdict";
import { explainGate } from "./explain-gate";
import { raises } from "./facts";
import type { GateFacts } from "./facts";
import type { Finding } from "./finding";

/** What the gate decided: data for preview, a refusal for `up`. */
export interface GateReport {
  /** All eleven, in the order of {@link checkIds}. */
  readonly checks: readonly Check[];
  /** Whether traffic may move, as far as this gate can say: no check refuses. */
  readonly open: boolean;
  /** One sentence; a refusal names every refusing check with path, rule, value and way out. */
  readonly sentence: string;
}

const assess: Readonly<Record<CheckId, (facts: GateFacts) => Finding>> = {
  release: checkRelease,
  order: checkOrder,
  "not-aborted": checkNotAborted,
  "no-drift": checkNoDrift,
  digest: checkDigest,
  capacity: checkCapacity,
  route: checkRoute,
  path: checkPath,
  metrics: checkMetrics,
  verdict: checkVerdict,
  "common-cause": checkCommonCause,
};

/** Checks that refuse even where nothing rises. */
const alwaysBinding: readonly CheckId[] = ["release", "not-aborted", "no-drift"];
/** Checks that going back to a release that was promoted before does not need. */
const waivedByRollback: readonly CheckId[] = ["order", "verdict", "metrics", "common-cause"];

/** By what a check's problems are waived, in words; undefined where they bind. */
function waiver(id: CheckId, { problems }: Finding, facts: GateFacts): string | undefined {
  if (facts.ledger?.attempt?.kind === "rollback" && waivedByRollback.includes(id)) {
    return "waived: rollback";
  }
  const { emergency } = facts;
  const stableOnly = problems.every((one) => one.track === "stable");
  return emergency !== undefined && !emergency.expired && stableOnly
    ? `waived by release.emergency until ${emergency.expires}: ${emergency.reason}`
    : undefined;
}

function toCheck(id: CheckId, facts: GateFacts): Check {
  const finding = assess[id](facts);
  const { problems } = finding;
  if (problems.length === 0) {
    return { id, result: finding.pending ? "pending" : "pass", finding: finding.fine };
  }
  const waived = waiver(id, finding, facts);
  const binds = raises(facts) || alwaysBinding.includes(id);
  const result: CheckResult = !binds ? "report" : waived === undefined ? "refuse" : "waived";
  const text = problems.map((one) => one.text).join("; ");
  const wayOut = [...new Set(problems.map((one) => one.wayOut))].join("; ");
  return {
    id,
    result,
    finding: result === "waived" ? `${text} (${waived})` : text,
    wayOut,
  };
}

/**
 * Decides whether traffic may move to a stage's weight now.
 * Where the live weight already is the stage's, nothing rises: only `release`, `not-aborted` and `no-drift` refuse.
 * A rollback waives `order`, `verdict`, `metrics` and `common-cause`; an emergency that has not expired waives
 * checks whose problems are stable's alone.
 */
export function assessGate(facts: GateFacts): GateReport {
  const checks = checkIds.map((id) => toCheck(id, facts));
  const open = checks.every((check) => check.result !== "refuse");
  return { checks, open, sentence: explainGate(facts, checks) };
}
