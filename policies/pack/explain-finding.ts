import { prefixed, toProblem } from "../../components/core/problem";
import type { Problem } from "../../components/core/problem";
import type { Exemption } from "./exemption";
import type { Finding } from "./policy";
import { describeResource } from "./resource";
import type { Resource } from "./resource";

/** Secrets shorter than this are only looked for in the value itself: anywhere else they are ordinary words. */
const shortest = 4;
const hidden = "[secret]";

/** The text without any of the secrets. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortest)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
}

function showValue(value: string, secrets: readonly string[]): string {
  if (secrets.some((secret) => secret === value || `"${secret}"` === value)) return hidden;
  const text = redact(value, secrets).replaceAll(/\s+/g, " ");
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

/**
 * Problem of a finding, without secrets of the resource.
 * @param resource - its resource; undefined means the stack as a whole
 */
export function explainFinding(finding: Finding, resource: Resource | undefined): Problem {
  const secrets = resource?.secrets ?? [];
  const subject = resource === undefined ? "the stack" : `"${describeResource(resource)}"`;
  const { path, rule, got, fix } = finding;
  const told = toProblem({
    path: redact(path, secrets),
    rule: redact(rule, secrets),
    ...(got === undefined ? {} : { got: showValue(got, secrets) }),
    fix: redact(fix, secrets),
  });
  return prefixed(`Cannot deploy ${subject}: `, told);
}

/** Sentence that an exemption adds to a finding. */
export function explainExemption({ reason, owner, expires }: Exemption, expired: boolean): string {
  return expired
    ? `the exemption of ${owner} (${reason}) expired on ${expires}: fix it, or have it renewed`
    : `exempted by ${owner} until ${expires}: ${reason}`;
}
