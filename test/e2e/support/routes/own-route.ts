import type { App } from "../app";
import { writeObjects } from "../write-objects";

/** A rule of a route. */
export interface Rule {
  readonly matches?: readonly { readonly headers?: readonly { readonly name: string }[] }[];
  readonly backendRefs?: readonly { readonly name: string }[];
}

/** Rules as a team has them that made the route by itself. */
export const usersRules: readonly object[] = [
  {
    matches: [{ path: { type: "PathPrefix", value: "/api" } }],
    filters: [
      {
        type: "ResponseHeaderModifier",
        responseHeaderModifier: { set: [{ name: "x-route", value: "api" }] },
      },
    ],
    timeouts: { request: "10s" },
    backendRefs: [{ name: "scholarlink", port: 8080 }],
  },
  {
    matches: [
      { path: { type: "PathPrefix", value: "/old" }, method: "GET" },
      { path: { type: "Exact", value: "/older" }, queryParams: [{ name: "v", value: "1" }] },
    ],
    filters: [
      { type: "URLRewrite", urlRewrite: { path: { type: "ReplaceFullPath", replaceFullPath: "/" } } },
    ],
    backendRefs: [{ name: "old", port: 80, weight: 7 }],
  },
  {
    matches: [{ path: { type: "PathPrefix", value: "/moved" } }],
    filters: [{ type: "RequestRedirect", requestRedirect: { hostname: "new.example.org", statusCode: 301 } }],
  },
  { backendRefs: [{ name: "scholarlink", port: 8080 }] },
];

/** Rules of the live route, but Sluice's probe rules. */
export async function readUsersRules(app: App): Promise<readonly Rule[]> {
  const rules = JSON.parse(
    await app.kubectl("get", "httproute", "scholarlink", "-o", "jsonpath={.spec.rules}"),
  ) as readonly Rule[];
  const isProbe = ({ matches = [] }: Rule) =>
    matches.some(({ headers = [] }) => headers.some(({ name }) => name === "x-sluice-probe"));
  return rules.filter((rule) => !isProbe(rule));
}

/** Everything of the rules but the backends of the app. */
export const othersOf = (rules: readonly Rule[]): readonly unknown[] =>
  rules.map(({ backendRefs = [], ...rest }) =>
    backendRefs.some(({ name }) => name.startsWith("scholarlink")) ? rest : { ...rest, backendRefs },
  );

type RouteKind = "HTTPRoute" | "GRPCRoute";

/** A route of this app with these rules, through the gateway of the sandbox. */
export const routeOf = (app: App, rules: readonly unknown[], kind: RouteKind = "HTTPRoute") => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind,
  metadata: { name: "scholarlink", namespace: app.namespace },
  spec: { parentRefs: [{ name: "sluice", namespace: "gateway" }], hostnames: [app.host], rules },
});

/** Makes the route as the team that has it would. */
export async function applyRoute(app: App, rules: readonly unknown[], kind?: RouteKind): Promise<void> {
  await app.kubectl("apply", "-f", await writeObjects(app, "route", [routeOf(app, rules, kind)]));
}

/** Lets the gateway's requests for the app's host come to a Service; Sluice moves none of this route's. */
export async function leadTo(app: App, name: string, port: number): Promise<void> {
  const route = { ...routeOf(app, [{ backendRefs: [{ name, port }] }]), metadata: { name: "in" } };
  await app.kubectl("apply", "-f", await writeObjects(app, "in", [route]));
}
