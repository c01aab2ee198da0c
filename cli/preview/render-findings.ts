import { code, count, details, escapeText } from "../../components/core/report/markdown";
import type { PreviewFinding, StackPreview } from "./stack-preview";

interface Grouped extends PreviewFinding {
  readonly stacks: readonly string[];
}

/** The same finding of several stacks once, those that block first. */
export function groupFindings(stacks: readonly StackPreview[]): Grouped[] {
  const groups = new Map<string, { finding: PreviewFinding; stacks: string[] }>();
  for (const { stack, findings } of stacks) {
    for (const finding of findings) {
      const key = JSON.stringify([finding.policy, finding.mandatory, finding.text]);
      const group = groups.get(key) ?? { finding, stacks: [] };
      if (!group.stacks.includes(stack)) group.stacks.push(stack);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map(({ finding, stacks: at }) => ({ ...finding, stacks: at }))
    .toSorted((a, b) => Number(b.mandatory) - Number(a.mandatory) || a.policy.localeCompare(b.policy));
}

const describe = ({ policy, text, stacks }: Grouped): string =>
  `- ${code(policy)} in ${stacks.map(code).join(", ")}: ${escapeText(text)}`;

/** Findings of policies: those that block `up` in the open, advice in a folded section. Each text names the fix. */
export function renderFindings(stacks: readonly StackPreview[]): string[] {
  const findings = groupFindings(stacks);
  if (findings.length === 0) return [];
  const blocking = findings.filter(({ mandatory }) => mandatory);
  const advice = findings.filter(({ mandatory }) => !mandatory);
  return [
    "### Policies",
    "",
    ...(blocking.length === 0 ? [] : ["⛔ Must be fixed:", "", ...blocking.map(describe), ""]),
    ...details(`⚠️ Advice: ${count(advice.length, "finding")}`, advice.map(describe)),
  ];
}
