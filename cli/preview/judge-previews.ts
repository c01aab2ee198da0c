import { codeOf, exitCodes, withoutCode } from "../../components/core/exit-code";
import type { ExitCode } from "../../components/core/exit-code";
import type { StackPreview } from "./stack-preview";

/** Result of previews as exit code and sentence. */
export interface PreviewResult {
  readonly exitCode: ExitCode;
  readonly sentence: string;
}

/**
 * The end of a command that previewed: a preview that failed counts before a policy that refuses; a gate that would
 * refuse is data.
 */
export function judgePreviews(previews: readonly StackPreview[]): PreviewResult {
  const failed = previews.filter(({ errors }) => errors.length > 0);
  const [first] = failed;
  if (first !== undefined) {
    const stacks = failed.map(({ stack }) => stack).join(", ");
    const code = first.errors.map(codeOf).find((one) => one !== undefined);
    return {
      exitCode: code ?? exitCodes.unexpected,
      sentence: `Cannot preview ${stacks}: ${first.errors.map(withoutCode).join("; ")}`,
    };
  }
  const refused = previews.flatMap(({ stack, findings }) =>
    findings.filter(({ mandatory }) => mandatory).map(({ policy }) => `${policy} in ${stack}`),
  );
  if (refused.length > 0) {
    const what = [...new Set(refused)].join(", ");
    return {
      exitCode: exitCodes.policy,
      sentence: `Cannot accept the change: policies must be met: got ${what}`,
    };
  }
  const changing = previews.filter(({ steps }) => steps.length > 0).length;
  return {
    exitCode: exitCodes.done,
    sentence: `${previews.length} stacks previewed, ${changing} would change`,
  };
}
