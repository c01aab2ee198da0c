import type { GivenResource } from "../pack/run-policy";

/** Headers that satisfy every policy, for a route. */
export const goodHeaders: Readonly<Record<string, string>> = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "Content-Security-Policy":
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "geolocation=(), camera=()",
  "X-Permitted-Cross-Domain-Policies": "none",
};

const pairs = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

/** A ResponseHeaderModifier filter. */
export const modifier = (
  set: Readonly<Record<string, string>>,
  remove: readonly string[] = ["Server", "X-Powered-By"],
) => ({
  type: "ResponseHeaderModifier",
  responseHeaderModifier: { set: pairs(set), remove },
});

/** An object of a stack. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: Record<string, unknown>,
): GivenResource {
  const { metadata, ...more } = rest;
  return {
    type: `kubernetes:${apiVersion}:${kind}`,
    name,
    props: {
      apiVersion,
      kind,
      metadata: { name, namespace: "prod", ...(metadata as object | undefined) },
      ...more,
    },
  };
}

/** An HTTPRoute `prod/shop` with these rules. */
export const httpRoute = (...rules: unknown[]): GivenResource =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", "shop", {
    spec: { hostnames: ["shop.example.org"], rules },
  });

/** A rule with one filter. */
export const ruleWith = (
  set: Readonly<Record<string, string>>,
  remove?: readonly string[],
): Record<string, unknown> => ({
  filters: [modifier(set, remove)],
  backendRefs: [{ name: "shop", port: 80 }],
});

/** Headers without some. */
export function without(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(goodHeaders).filter(([name]) => !names.includes(name)));
}
