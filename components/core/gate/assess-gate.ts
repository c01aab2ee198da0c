import { explainApproval } from "../ledger/approval";
import type { Problem } from "../problem";
import type { Check, CheckResult, GateCheck } from "./check";
import { gateChecks } from "./checks";
import { explainGate } from "./explain-gate";
import { raises } from "./facts";
import type { GateFacts } from "./facts";
import type { Finding } from "./finding";

/** Result of a gate: data for a preview, a refusal for `up`. */
export interface GateReport {
  /** One of each in {@link gateChecks}, in their order. */
  readonly checks: readonly Check[];
  /** Whether traffic may move by this gate alone: no check refuses. */
  readonly open: boolean;
  /** One sentence; a refusal names every refusing check with path, rule, value and way out. */
  readonly sentence: string;
}

/** Waiver of a check's problems, in words; undefined where they apply. */
function waiver(check: GateCheck, { problems }: Finding, facts: GateFacts): string | undefined {
  const stableOnly = problems.every((one) => one.track === "stable");
  const isFree = check.waivedByRollback === true || (check.waivedByRollbackOnStable === true && stableOnly);
  if (facts.ledger?.attempt?.kind === "rollback" && isFree) {
    return "waived: rollback";
  }
  const { emergency, waiver: word } = facts;
  const isNamed = check.waivedByHotfix === true && word?.waives?.includes(check.id) === true;
  if (isNamed && problems.every((one) => one.track !== "canary"))
    return `waived for this hotfix, ${explainApproval(word)}`;
  return emergency !== undefined && !emergency.expired && stableOnly
    ? `waived by release.emergency until ${emergency.expires}: ${emergency.reason}`
    : undefined;
}

function toCheck(check: GateCheck, facts: GateFacts): Check {
  const { id } = check;
  const finding = check.assess(facts);
  const { problems } = finding;
  if (problems.length === 0) {
    return { id, result: finding.pending ? "pending" : "pass", text: finding.fine };
  }
  const waived = waiver(check, finding, facts);
  const binds = raises(facts) || check.always === true;
  const result: CheckResult = !binds ? "report" : waived === undefined ? "refuse" : "waived";
  const text = problems.map((one) => one.text).join("; ");
  const awaits = problems[0]?.awaits;
  return {
    id,
    result,
    text: result === "waived" ? `${text} (${waived})` : text,
    fix: [...new Set(problems.map((one) => one.fix))].join("; "),
    ...(awaits !== undefined && problems.every((one) => one.awaits === awaits) ? { awaits } : {}),
  };
}

/**
 * Decides whether traffic may move to a stage's weight now.
 * Where the live weight already is the stage's, nothing rises: only checks that always bind refuse. A rollback waives
 * some, an emergency that has not expired those whose problems are stable's alone, and the approval of a hotfix those
 * that it names.
 * @example
 * const { open, sentence, checks } = assessGate(facts);
 * if (!open) throw new RunEnd("refused", sentence); // "Cannot raise traffic of …", then a line for each refusing check
 */
export function assessGate(facts: GateFacts): GateReport {
  const checks = gateChecks.map((check) => toCheck(check, facts));
  const open = checks.every((check) => check.result !== "refuse");
  return { checks, open, sentence: explainGate(facts, checks) };
}

/** Problem of a gate that refuses: it awaits a person's `resume` where that is among the reasons. */
export function toGateRefusal({ checks, sentence }: GateReport): Problem {
  const isPaused = checks.some(({ result, awaits }) => result === "refuse" && awaits === "resume");
  return { text: sentence, ...(isPaused ? { awaits: "resume" } : {}) };
}
