import type { CommonConfig } from "./define-policy";
import { isExpired } from "./exemption";
import { stackPolicy } from "./policy";
import type { Finding } from "./policy";
import type { PolicyMetadata } from "./policy-metadata";

/** Exemptions that every policy of this process was last configured with; the engine asks each about every resource. */
const seen = new Map<string, CommonConfig["exemptions"]>();

/** Remembers the exemptions of a policy. */
export function seeExemptions(
  { name }: PolicyMetadata,
  { exemptions }: Pick<CommonConfig, "exemptions">,
): void {
  seen.set(name, exemptions);
}

/** Shows all exemptions in every run, whether they match anything or not. */
export const exemptionsCurrent = stackPolicy({
  name: "exemptions-current",
  title: "Exemptions are seen, and end",
  description:
    "Every run names all exemptions with reason, owner and expiry; one that has expired is a violation.",
  why: "An exemption that is not seen stays for ever.",
  fix: "Fix what was exempted and remove the exemption, or have its owner renew it.",
  severity: "medium",
  *checkStack(_resources, _config, { now }): Generator<Finding> {
    for (const [policy, exemptions] of [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      for (const [index, { resource, container, reason, owner, expires }] of exemptions.entries()) {
        const expired = isExpired({ expires }, now);
        yield {
          path: `${policy}.exemptions[${index}]`,
          rule: expired ? "not have expired" : "be shown in every run",
          got: `${resource}${container === undefined ? "" : `, container ${container},`} by ${owner} until ${expires}: ${reason}`,
          fix: expired ? "remove it, or have it renewed" : "remove it as soon as it is not needed",
          advisory: !expired,
        };
      }
    }
  },
});
