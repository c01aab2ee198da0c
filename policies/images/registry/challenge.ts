/** Authentication that a registry demands. */
export type Challenge =
  | { readonly scheme: "basic" }
  | { readonly scheme: "bearer"; readonly realm: string; readonly service?: string; readonly scope?: string };

/**
 * Reads `WWW-Authenticate`; the first scheme that is known counts.
 * @returns undefined when there is none
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const scheme = /(?:^|,\s*)(basic|bearer)(?:\s+|$)/i.exec(header ?? "");
  if (header === undefined || scheme === null) return undefined;
  if (scheme[1]?.toLowerCase() === "basic") return { scheme: "basic" };
  const fields = new Map<string, string>();
  for (const [, key = "", quoted, plain] of header
    .slice(scheme.index + scheme[0].length)
    .matchAll(/([a-z_]+)=(?:"([^"]*)"|([^\s,"]+))/gi)) {
    fields.set(key.toLowerCase(), quoted ?? plain ?? "");
  }
  const realm = fields.get("realm");
  if (realm === undefined) return undefined;
  const [service, scope] = [fields.get("service"), fields.get("scope")];
  return {
    scheme: "bearer",
    realm,
    ...(service === undefined ? {} : { service }),
    ...(scope === undefined ? {} : { scope }),
  };
}
