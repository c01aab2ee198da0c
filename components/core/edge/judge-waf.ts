import type { WafSpec } from "./waf";

/**
 * Sentences about exclusions that are in force longer than their owners wanted.
 * @param today - `YYYY-MM-DD`
 */
export function explainExpired(
  { exclusions }: Pick<WafSpec, "exclusions">,
  today: string,
): readonly string[] {
  return exclusions
    .filter(({ expires }) => expires < today)
    .map(
      ({ rule, path = "every path", owner, expires }) =>
        `the exclusion of rule ${rule} on ${path} (${owner}) expired on ${expires} and is still in force`,
    );
}
