import type { Labels } from "../../sources/source";

/** Labels with the route, path or address of a request. */
const pathNames = [
  "http_route",
  "route",
  "url_path",
  "http_target",
  "http_path",
  "path",
  "path_template",
  "handler",
  "uri",
  "url",
  "request_path",
  "request_uri",
  "request_url",
];

/** The same, and one that names a port of a scrape as well. */
const routeNames = [...pathNames, "endpoint"];

const callNames = [
  ["rpc_service", "rpc_method"],
  ["grpc_service", "grpc_method"],
] as const;

const agentNames = ["user_agent", "user_agent_original", "http_user_agent"];

/** Names of labels that describe what was requested, and by which program. */
export const unaskedNames: readonly string[] = [...pathNames, ...agentNames];

/** Whether a label that may name a port names a path. */
export function isPath(name: string, value: string): boolean {
  return name === "endpoint" && value.startsWith("/");
}

/** User agents that are no users: the kubelet, Prometheus, Sluice's own probes, and health checks of balancers. */
const machines =
  "kube-probe|prometheus|sluice-probe|blackbox[ -]exporter|elb-healthchecker|amazon-route53-health|googlehc|envoy/hc|consul health check|edge health probe|load balancer agent|azure traffic manager endpoint monitor|vm_promscrape|vmagent|otelcol|opentelemetry-collector|grafana-?agent|alloy|datadog agent";

const machineAgents = new RegExp(`^(?:${machines})\\b`, "i");

/** The call by which a kubelet or a balancer asks for health. */
const healthCall = /^\/?grpc\.health\.v1\.Health(?:\/|$)/;

/** Routes that no user requests, where nobody knows those of the app's probes. */
export const usualUnaskedRoutes: readonly string[] = [
  "/healthz",
  "/readyz",
  "/livez",
  "/metrics",
  "/healthz/*",
  "/readyz/*",
  "/livez/*",
  "/health",
  "/health/*",
  "/healthcheck",
  "/healthcheck/*",
  "/health-check",
  "/api/health",
  "/api/healthz",
  "/ping",
  "/health_check",
  "/_health",
  "/_healthz",
  "/ready",
  "/readiness",
  "/liveness",
  "/startupz",
  "/actuator/*",
  "/q/health*",
  "/q/metrics",
  "/-/healthy",
  "/-/ready",
];

/** A route without address, query and closing slash. */
function tidy(route: string): string {
  const path = route.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "").replace(/[?#].*$/, "");
  return path.length > 1 ? path.replace(/\/+$/, "") : path;
}

/** Route of a request by its labels, or the method of a call; undefined where they have neither. */
export function routeOf(labels: Labels): string | undefined {
  const route = routeNames.map((name) => labels[name]).find((one) => one !== undefined && one !== "");
  if (route !== undefined) return tidy(route);
  const call = callNames
    .map((names) => names.flatMap((name) => labels[name] || []))
    .find(({ length }) => length > 0);
  return call?.join("/");
}

/** Regular expression of a tidy route; `*` stands for any text. */
function toExpression(pattern: string): string {
  const parts = tidy(pattern)
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return parts.join(String.raw`[^\n]*`);
}

/** One expression for several tidy routes, beginnings that they share said once: rules and queries have a longest length. */
function joinRoutes(patterns: readonly string[]): string {
  const byFirst = new Map<string, string[]>();
  for (const pattern of new Set(patterns))
    if (pattern !== "")
      byFirst.set(pattern.charAt(0), [...(byFirst.get(pattern.charAt(0)) ?? []), pattern.slice(1)]);
  const branches = [...byFirst].map(([first, rests]) => `${toExpression(first)}${joinRoutes(rests)}`);
  const mayEnd = patterns.includes("");
  if (branches.length < 2 && !mayEnd) return branches.join("");
  return branches.length === 0 ? "" : `(?:${branches.join("|")})${mayEnd ? "?" : ""}`;
}

/** Whether a route is one of these; `*` stands for any text. */
export function matchesRoute(route: string, patterns: readonly string[]): boolean {
  const text = tidy(route);
  return patterns.some((pattern) => new RegExp(`^${toExpression(pattern)}$`).test(text));
}

/** Labels whose values, with a line for each, an expression of RE2 matches as a whole where no user asked. */
export interface UnaskedLabels {
  readonly names: readonly string[];
  readonly expression: string;
}

/** An expression that matches one of the lines of a text. */
const anyLine = (line: string): string => String.raw`(?:[^\n]*\n)*(?:${line})(?:\n[^\n]*)*`;

/** The series that {@link findUnasked} finds a reason against, as expressions: each is enough. */
export function matchUnasked(ignoreRoutes: readonly string[]): readonly UnaskedLabels[] {
  const own = ignoreRoutes.length === 0 ? [] : [joinRoutes(ignoreRoutes.map(tidy))];
  const routes = [...own, String.raw`/?grpc[.]health[.]v1[.]Health(?:/[^\n]*)?`];
  const address = String.raw`(?:[a-z][a-z0-9+.-]*://[^/?#\n]*)?`;
  return [
    {
      names: [...routeNames, ...callNames.map(([service]) => service)],
      expression: anyLine(String.raw`${address}(?:${routes.join("|")})/?(?:[?#][^\n]*)?`),
    },
    {
      names: agentNames,
      expression: anyLine(String.raw`(?i:${machines})(?:[^a-zA-Z0-9_\n][^\n]*)?`),
    },
  ];
}

/**
 * Reason why requests of a series are no evidence: no user made them.
 * @returns the route or the agent; undefined where users made them
 */
export function findUnasked(labels: Labels, ignoreRoutes: readonly string[]): string | undefined {
  const routes = routeNames.flatMap((name) => labels[name] ?? []);
  const agents = agentNames.flatMap((name) => labels[name] ?? []);
  return (
    routes.find((route) => matchesRoute(route, ignoreRoutes)) ??
    [routeOf(labels) ?? "", ...routes].find((route) => healthCall.test(route)) ??
    agents.find((agent) => machineAgents.test(agent))
  );
}
