import { describeWeight } from "../stage/exposure";
import { printProblem } from "../problem";
import type { Check, CheckResult } from "./check";
import { raises } from "./facts";
import type { GateFacts } from "./facts";

const words: readonly (readonly [CheckResult, string])[] = [
  ["pass", "passed"],
  ["pending", "to be decided once the canary is up"],
  ["waived", "waived"],
  ["report", "reported only, since nothing rises"],
];

/** Sentence on a gate: the number of checks by result, or every refusing check with its way out. */
export function explainGate(facts: GateFacts, checks: readonly Check[]): string {
  const refusing = checks.filter((check) => check.result === "refuse");
  const { app, weight } = facts;
  if (refusing.length > 0) {
    const action = raises(facts)
      ? `raise traffic of "${app}" to ${describeWeight(weight)}`
      : `go on with "${app}" at ${describeWeight(weight)}`;
    const reasons = refusing.map(({ id, ...one }) => `${id}: ${printProblem(one).replace("\n", "\n  ")}`);
    const late = facts.emergency?.expired
      ? `\n- release.emergency waives nothing: it expired at ${facts.emergency.expires}`
      : "";
    return `Cannot ${action}:\n- ${reasons.join("\n- ")}${late}`;
  }
  const counts = words.map(
    ([result, text]) => [checks.filter((one) => one.result === result).length, text] as const,
  );
  const list = counts.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);
  const subject = raises(facts)
    ? `gate to ${describeWeight(weight)} is open`
    : `traffic already is at ${describeWeight(weight)}`;
  return `${subject}: of ${checks.length} checks ${list.join(", ")}`;
}

/** One line per check, for people: `<id>: <result> – <text>`, and the way out where it refuses. */
export function listChecks(checks: readonly Check[]): string[] {
  return checks.map(
    ({ id, result, text, fix }) =>
      `${id}: ${result} – ${text}${fix !== undefined && result === "refuse" ? ` → ${fix}` : ""}`,
  );
}

/**
 * Gate for the person who waits: what is as it should be is one sentence, everything else a line of its own; where it
 * refuses, every check is a line.
 */
export function tellGate({
  checks,
  open,
  sentence,
}: {
  readonly checks: readonly Check[];
  readonly open: boolean;
  readonly sentence: string;
}): string {
  if (!open) return listChecks(checks).join("\n");
  return [...listChecks(checks.filter(({ result }) => result !== "pass")), sentence].join("\n");
}
