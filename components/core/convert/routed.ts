import type { JsonObject } from "../revision/revision";
import type { SourceName } from "../sources/sources";
import { sources } from "../sources/sources";
import type { Gap } from "./conversion";
import type { Fate } from "./fate";
import type { InputObject } from "./input";

/** Settings that split requests. */
export interface Routed {
  /** Keys of `sluice:traffic` besides the hosts. */
  readonly traffic: JsonObject;
  readonly hosts: readonly string[];
  /** Of the rival's own object. */
  readonly fates: readonly Fate[];
  /** Of the routes that it used. */
  readonly routes: ReadonlyMap<InputObject, readonly Fate[]>;
  /** Source of the proxy that it used, where that is known. */
  readonly source?: SourceName;
}

/** Whether a source counts what a router splits. */
function counts(source: SourceName, router: string): boolean {
  const known: readonly string[] | "any" = sources[source].profile.routers;
  return known === "any" || known.includes(router);
}

/**
 * `sluice:analysis.source` for a router.
 * @param wanted - sources that the input speaks of, the surest first
 */
export function chooseSource(
  router: string,
  wanted: readonly (SourceName | undefined)[],
): { readonly analysis: JsonObject; readonly gaps: readonly Gap[] } {
  const source = wanted.find((one) => one !== undefined && counts(one, router));
  if (source !== undefined) return { analysis: { source }, gaps: [] };
  const gap: Gap = {
    key: "sluice:analysis.source",
    what: `whose counters are read: ${Object.keys(sources)
      .filter((one) => counts(one as SourceName, router))
      .join(", ")}`,
    taken: "traefik",
  };
  return { analysis: {}, gaps: [gap] };
}
