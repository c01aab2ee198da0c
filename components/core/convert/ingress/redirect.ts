import type { Json, JsonObject } from "../../revision/revision";
import { exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { annotation } from "./annotations";

/** Redirects of ingress-nginx: the usual status, and the highest that it takes; any other counts as the usual one. */
const redirects = {
  "permanent-redirect": { usual: 301, most: 308 },
  "temporal-redirect": { usual: 302, most: 307 },
} as const;

/** Status codes of a redirect in the Gateway API, those that every proxy has first. */
const codes: readonly number[] = [301, 302, 303, 307, 308];

/** A redirect in place of the app's answer. */
export interface Redirect {
  readonly filter?: JsonObject;
  readonly fates: readonly Fate[];
}

/**
 * Redirect of an annotation's address as a filter of a route.
 * @param all - annotations of the Ingress, without their prefix
 */
export function toRedirect(
  name: keyof typeof redirects,
  value: string,
  all: ReadonlyMap<string, string>,
): Redirect {
  const at = annotation(name);
  const codeAt = annotation(`${name}-code`);
  if (value === "") return { fates: [unused(at, "no address: nothing is redirected")] };
  if (name === "permanent-redirect" && (all.get("temporal-redirect") ?? "") !== "") {
    const now = "temporal-redirect counts before it";
    return { fates: [unused(at, now), unused(codeAt, now)] };
  }
  if (!URL.canParse(value) || value.includes("$")) {
    return {
      fates: [lost(at, "its address has variables", "add a rule with RequestRedirect to httproute.yaml")],
    };
  }
  const { usual, most } = redirects[name];
  const given = Number(all.get(`${name}-code`) ?? usual);
  const counts = given >= 300 && given <= most;
  const meant = counts ? given : usual;
  const code = codes.includes(meant) ? meant : usual;
  const { protocol, hostname, port, pathname, search, hash } = new URL(value);
  const requestRedirect: { [name: string]: Json } = {
    scheme: protocol.slice(0, -1),
    hostname,
    ...(port === "" ? {} : { port: Number(port) }),
    path: { type: "ReplaceFullPath", replaceFullPath: pathname },
    statusCode: code,
  };
  const now = `RequestRedirect with ${code}`;
  const doubts = [
    ...(code === meant ? [] : [`the Gateway API has no ${meant}`]),
    ...(code === 301 || code === 302 ? [] : ["not every proxy has this status"]),
    ...(search + hash === "" ? [] : [`without ${search}${hash}, for which it has no place`]),
  ];
  return {
    filter: { type: "RequestRedirect", requestRedirect },
    fates: [
      doubts.length === 0 ? exact(at, now) : near(at, `${now}: ${doubts.join("; ")}`),
      counts ? near(codeAt, now) : unused(codeAt, `no status of this redirect: ${usual} there as well`),
    ],
  };
}
