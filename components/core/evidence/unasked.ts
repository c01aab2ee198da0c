import type { Labels } from "../sources/source";

/** Labels with the route or path of a request. */
const routeNames = [
  "http_route",
  "route",
  "url_path",
  "http_target",
  "path",
  "handler",
  "uri",
  "request_path",
];

const callNames = [
  ["rpc_service", "rpc_method"],
  ["grpc_service", "grpc_method"],
] as const;

const agentNames = ["user_agent", "user_agent_original", "http_user_agent"];

/** User agents that are no users: the kubelet, Prometheus and Sluice's own probes. */
const machineAgents = /^(?:kube-probe|prometheus|sluice-probe)\b/i;

/** Routes that no user requests, unless configured otherwise. */
export const usualUnaskedRoutes: readonly string[] = ["/healthz", "/readyz", "/livez", "/metrics"];

/** A route without query and closing slash. */
function tidy(route: string): string {
  const path = route.replace(/[?#].*$/, "");
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

/** Whether a route is one of these; `*` stands for any text. */
export function matchesRoute(route: string, patterns: readonly string[]): boolean {
  const text = tidy(route);
  return patterns.some((pattern) => {
    const parts = tidy(pattern)
      .split("*")
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join(".*")}$`).test(text);
  });
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
    agents.find((agent) => machineAgents.test(agent))
  );
}
