import { asText, at } from "../json";
import { expressionFault } from "../regular-expression";
import type { JsonObject } from "../revision/revision";
import { routerOf } from "../routers/routers";
import type { RouterAbilities } from "../routers/abilities";
import { isReservedHeader, matchHeader } from "../stage/match-terms";

const forms = ["exact", "prefix", "regex"] as const;

/** A cookie as conditions on header `Cookie` look for it, in the form of Flagger's and Istio's own examples. */
const oneCookie = /^\^?\(\.\*\??;\s*\)\?\(?([\w-]+)=([\w-]+)\)?\(;\.\*\)\?\$?$/;

/**
 * `match` of a stage by the condition on one header.
 * @param condition - with `exact`, `prefix` or `regex`
 * @returns undefined where no stage has it
 */
export function toMatch(header: string, condition: JsonObject): JsonObject | undefined {
  const by = forms.find((form) => (asText(condition[form]) ?? "") !== "");
  const value = by === undefined ? "" : (asText(condition[by]) as string);
  const [, cookie, is] = oneCookie.exec(value) ?? [];
  if (header.toLowerCase() === "cookie")
    return cookie === undefined || by !== "regex" ? undefined : { cookie, exact: is as string };
  const isOwn = matchHeader.test(header) && !isReservedHeader(header);
  const isFit = by !== "regex" || expressionFault(value) === undefined;
  return by !== undefined && isOwn && isFit ? { header, [by]: value } : undefined;
}

/** A match in words, for a report. */
export const describeMatch = (match: JsonObject): string =>
  Object.entries(match)
    .map(([key, value]) => `${key} ${value as string}`)
    .join(", ");

/** Abilities of the router that the settings name. */
export const abilitiesOf = (traffic: JsonObject): RouterAbilities & { readonly isOwn: boolean } => ({
  ...routerOf({ traffic: { router: asText(traffic["router"]) ?? "gateway" } }).can,
  isOwn: at(traffic, "from") === undefined,
});
