import { shorten } from "../shorten";
import { describeVersion } from "../revision/version";
import { listOpen, showAge } from "./judge-preflight";
import type { AnswerState, PreflightAnswer, PreflightReport } from "./judge-preflight";

/** Counts of a preflight's answers by state. */
function countAnswers(answers: readonly PreflightAnswer[]): string {
  const words: readonly (readonly [AnswerState, string])[] = [
    ["go", "go"],
    ["no-go", "no-go"],
    ["missing", "not signed off"],
    ["none", "not about this release"],
    ["later", "for after it"],
  ];
  return words
    .map(([state, text]) => [answers.filter((one) => one.state === state).length, text] as const)
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${count} ${text}`)
    .join(", ");
}

/** First sentence of a preflight for a reader. */
export function explainPreflight(report: PreflightReport): string {
  const { environment, version, checklist, isGo, answers } = report;
  const what = `${checklist} release of ${describeVersion(version)} in ${environment}`;
  return `${isGo ? "GO" : "NO-GO"}: ${what}: ${countAnswers(answers)}`;
}

/** Head of the table of a preflight. */
export const preflightHead = ["item", "state", "evidence", "owner", "age", "expires"] as const;

/** Cells of an answer, in the order of {@link preflightHead}. */
export function toCells({
  item,
  state,
  how,
  evidence,
  owner,
  ageSeconds,
  expires,
}: PreflightAnswer): readonly [
  item: string,
  state: string,
  evidence: string,
  owner: string,
  age: string,
  expires: string,
] {
  return [
    item,
    state,
    `${how}: ${evidence}`,
    owner,
    showAge(ageSeconds),
    expires === null ? "" : expires.slice(0, 16).replace("T", " "),
  ];
}

/**
 * Text of a preflight for people: what is go in a line each, what is open as a whole and with its way out.
 * @param columns - width of the terminal, to which lines of what is not open are cut. @default - they are not cut
 */
export function listPreflight({ answers }: PreflightReport, columns = Infinity): string {
  const shown = answers.filter(({ state }) => state !== "later");
  const width = Math.max(...shown.map(({ item }) => item.length));
  const open = new Set(listOpen(answers));
  return shown
    .map((one) => {
      const [item, state, evidence, owner, age, expires] = toCells(one);
      const until = expires === "" ? "" : `, until ${expires}`;
      const line = `${state.padEnd(7)} ${item.padEnd(width)}  ${evidence} [${owner}${age === "" ? "" : `, ${age}`}${until}]`;
      if (open.has(one) && one.fix !== null) return `${line}\n        → ${one.fix}`;
      return shorten(line, columns);
    })
    .join("\n");
}
