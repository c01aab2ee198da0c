import type { BrokenRule } from "../../../components/core/problem";
import { repositoryName, type ImageReference } from "../../../components/core/images/reference";
import type { ImageVerdict, RequirementVerdict } from "./verdict";

/** A finding without its place in a resource. */
export type ImageFinding = Required<Pick<BrokenRule, "rule" | "got" | "fix">>;

const mostShown = 10;

/** Evidence that was refused for a requirement, numbered, each item with format, place and reason. */
function listRefusals({ refusals }: RequirementVerdict): string {
  const shown = refusals.slice(0, mostShown).map(({ place, format, reason }, index) => {
    const kind = format === undefined ? "" : `${format} `;
    return `(${index + 1}) ${kind}at ${place}: ${reason}`;
  });
  const more = refusals.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(" ");
}

function describeFound(requirement: RequirementVerdict, { unsigned, searched }: ImageVerdict): string {
  if (requirement.refusals.length > 0) return `found ${listRefusals(requirement)}`;
  const also =
    unsigned.length === 0 ? "" : `; attached without a signature: ${[...new Set(unsigned)].join(", ")}`;
  return `looked at ${searched.join(", ")}${also}`;
}

/** Way out for a requirement that is not met. */
function toFix(requirement: RequirementVerdict, name: string, signedIndex: string | undefined): string {
  const isSignature = requirement.requirement === "signature";
  if (isSignature && signedIndex !== undefined) {
    const index = `${name.slice(0, name.indexOf("@"))}@${signedIndex}`;
    return `the index of all platforms is signed, this image of one platform is not: use ${index}, or sign every platform with cosign sign --recursive ${index}`;
  }
  if (isSignature) return `sign it as one of these: cosign sign ${name}`;
  return `attest it as one of these: cosign attest --type … --predicate FILE ${name}`;
}

/**
 * Findings on an image by one policy, one per requirement that is not met. Each lists the evidence that was found, its
 * format and place, and why it does not count.
 */
export function explainVerdict(
  at: ImageReference,
  digest: string,
  verdict: ImageVerdict,
  signedIndex: string | undefined,
): readonly ImageFinding[] {
  const name = `${repositoryName(at)}@${digest}`;
  return verdict.requirements
    .filter(({ metBy }) => metBy === undefined)
    .map((requirement) => {
      const count = requirement.refusals.length;
      const found = count === 0 ? "nothing attached" : `${count} attached, none counts`;
      return {
        rule: `${requirement.rule} (policy ${verdict.policy})`,
        got: `${name} with ${found}`,
        fix: `${toFix(requirement, name, signedIndex)}; ${describeFound(requirement, verdict)}`,
      };
    });
}
