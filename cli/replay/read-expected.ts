import { judgedClasses } from "../../components/core/verdict/index";
import type { OutcomeRules } from "../../components/core/verdict/index";

/** Intended changes as `class=reason`; their problems are added to `issues`. */
export function readExpected(texts: readonly string[], issues: string[]): OutcomeRules["expected"] {
  const pairs = texts.flatMap((text) => {
    const [, name, reason = ""] = /^([^=]*)(?:=(.*))?$/s.exec(text) as RegExpExecArray;
    const known = judgedClasses.find((one) => one === name);
    if (known === undefined || reason.trim() === "") {
      issues.push(
        `--expect must be ${judgedClasses.join(", ")} with the reason, such as 3xx="/old moved": got "${text}"`,
      );
    }
    return known === undefined ? [] : [[known, reason]];
  });
  return Object.fromEntries(pairs);
}
