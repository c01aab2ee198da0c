import { z } from "zod";
import { isCalendarDay } from "./calendar";
import type { Resource } from "./resource";

/** Lets a resource break a policy until a date; part of the policy's configuration. */
export const exemptionSchema = z
  .object({
    /** Glob (`*` any text, `?` one character) of the URN, of Pulumi's name, or of `<Kind> <namespace>/<name>`. */
    resource: z.string().min(1),
    /** Glob of a container's name: only findings on such containers are exempted. @default - all of them */
    container: z.string().min(1).optional(),
    /** Reason of the exemption. */
    reason: z.string().min(1),
    /** Person who answers for it. */
    owner: z.string().min(1),
    /** Last day (UTC) or exact time with zone, e.g. `2027-03-31`. */
    expires: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/),
  })
  .strict();

/** One exemption as configured. */
export type Exemption = z.output<typeof exemptionSchema>;

/** End, in ms since 1970; a date that does not exist has ended. */
export function endOf({ expires }: Pick<Exemption, "expires">): number {
  const end = Date.parse(expires.length === 10 ? `${expires}T23:59:59.999Z` : expires);
  return Number.isNaN(end) || !isCalendarDay(expires) ? Number.NEGATIVE_INFINITY : end;
}

/** Whether it has expired. */
export function isExpired(exemption: Pick<Exemption, "expires">, now: Date): boolean {
  return endOf(exemption) < now.getTime();
}

const compiled = new Map<string, RegExp>();

/** A glob of an exemption as a regular expression without anchors, in words that Go and JavaScript share. */
export function exemptionSource(glob: string): string {
  const source = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return source.replaceAll("*", ".*").replaceAll("?", ".");
}

/** Whether a text matches a glob as a whole. */
export function matchesGlob(glob: string, text: string): boolean {
  let pattern = compiled.get(glob);
  if (pattern === undefined) {
    pattern = new RegExp(`^${exemptionSource(glob)}$`, "s");
    compiled.set(glob, pattern);
  }
  return pattern.test(text);
}

/** The container that a finding's path is about: `app` of `spec.template.spec.initContainers[app].image`. */
const containerOf = (path: string): string | undefined =>
  /(?:^|\.)(?:containers|initContainers|ephemeralContainers)\[([^\]]+)\]/.exec(path)?.[1];

/**
 * Exemption that applies to a finding: one that has not expired before one that has.
 * @param description - name of the resource in messages
 * @param path - of the finding: an exemption of a container applies to findings on that container
 */
export function findExemption(
  exemptions: readonly Exemption[],
  { urn, name }: Pick<Resource, "urn" | "name">,
  description: string,
  path: string,
  now: Date,
): Exemption | undefined {
  const about = containerOf(path);
  const matching = exemptions.filter(
    ({ resource, container }) =>
      [urn, name, description].some((text) => matchesGlob(resource, text)) &&
      (container === undefined || (about !== undefined && matchesGlob(container, about))),
  );
  return matching.find((each) => !isExpired(each, now)) ?? matching[0];
}
