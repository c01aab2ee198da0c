import { UnknownValueError } from "@pulumi/policy";
import type { Finding, Findings } from "./policy";
import { UnknownValue } from "./unknown";

const unknownFinding = (path: string): Finding => ({
  path,
  rule: "be known",
  fix: "it is checked in the update, before anything is created",
  unknown: true,
});

const isAsync = (findings: object): findings is AsyncIterable<Finding> => Symbol.asyncIterator in findings;

/**
 * Everything that a check found. Reading an unknown value ends the check with a finding about it; any other error is
 * a finding as well, so that a check that breaks never passes and never takes the others with it.
 */
export async function collectFindings(check: () => Findings): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  try {
    const findings = check();
    if (isAsync(findings)) for await (const finding of findings) found.push(finding);
    else for (const finding of findings instanceof Promise ? await findings : findings) found.push(finding);
  } catch (error) {
    found.push(toFinding(error));
  }
  return found;
}

function toFinding(error: unknown): Finding {
  if (error instanceof UnknownValue) return unknownFinding(error.path);
  if (error instanceof UnknownValueError) {
    return unknownFinding((error as unknown as { props: readonly PropertyKey[] }).props.join("."));
  }
  const kind = error instanceof Error ? error.name : typeof error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    path: "the resource",
    rule: "be readable for this policy",
    got: `${kind}: ${message}`,
    fix: "see whether its inputs have the shape of their type; nothing that cannot be judged is let through",
  };
}
