import { isOwnerMark } from "../../components/core/access/owner-marks";
import { nameApp } from "../../components/core/routers/gateway/rules/configured-rules";
import type { HttpRouteRule } from "../../components/core/routers/gateway/http-route";
import { findRuleProblems } from "../../components/core/routers/gateway/needs/rule-problems";
import { isByPods } from "../../components/core/routers/routers";
import type { GatewayName } from "../../components/core/routers/gateway/needs/gateway-name";
import type { Settings, TrafficSettings } from "../../components/core/settings";
import { toRouteKind } from "./configured-router";
import { ConfigError } from "../config-error";
import { given } from "../../components/core/given";
import { headersAt } from "./headers";
import type { RouteManifest } from "./route-manifest";
import type { EnvironmentConfig } from "../schema/schema";

/** Settings of the route itself. */
export type RoutePlan = Pick<
  TrafficSettings,
  | "route"
  | "isShared"
  | "routeKind"
  | "host"
  | "hosts"
  | "gateway"
  | "gateways"
  | "rules"
  | "headers"
  | "service"
  | "stableService"
  | "metadata"
  | "ingress"
>;

type Gateways = EnvironmentConfig["traffic"]["gateway"];

const toGateway = ({ name, namespace, listener, port }: Gateways, home: string): GatewayName => ({
  name,
  namespace: namespace ?? home,
  ...given("listener", listener),
  ...given("port", port),
});

const toIngress = ({
  annotations,
  ...rest
}: NonNullable<EnvironmentConfig["traffic"]["ingress"]>): NonNullable<RoutePlan["ingress"]> => ({
  annotations,
  ...given("class", rest.class),
  ...given("tlsSecret", rest.tlsSecret),
  ...given("entryPoints", rest.entryPoints),
});

const list = <T>(all: readonly T[]): { readonly first: T; readonly several: readonly T[] | undefined } => ({
  first: all[0] as T,
  several: all.length > 1 ? all : undefined,
});

/** Host names: the one that probes send, and all of them where there are several. */
function toHosts(hosts: readonly string[]): Pick<RoutePlan, "host" | "hosts"> {
  const host = hosts.find((one) => !one.startsWith("*")) as string;
  return { host, ...given("hosts", hosts.length > 1 ? hosts : undefined) };
}

/** Host where none is said: a Service's own name, or one that nobody answers. */
const hostless = ({ app, traffic }: EnvironmentConfig): string =>
  isByPods(traffic.router) ? `${app.name}.${app.namespace}.svc` : "unreadable.invalid";

/** Labels and annotations of a route that Sluice creates: no tool takes it for its own. */
function withoutMarks(metadata: RouteManifest["metadata"]): NonNullable<RoutePlan["metadata"]> {
  const keep = (all: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(all).filter(([name, text]) => !isOwnerMark(name, text)));
  return { labels: keep(metadata.labels), annotations: keep(metadata.annotations) };
}

function fromManifest({ metadata, spec }: RouteManifest, { app }: EnvironmentConfig): RoutePlan {
  const gateways = spec.parentRefs.map(({ sectionName, ...parent }) =>
    toGateway(
      { ...parent, namespace: parent.namespace, listener: sectionName, port: parent.port },
      app.namespace,
    ),
  );
  const { first, several } = list(gateways);
  return {
    route: metadata.name,
    ...toHosts(spec.hostnames),
    gateway: first,
    ...given("gateways", several),
    rules: spec.rules,
    metadata: withoutMarks(metadata),
  };
}

/**
 * The route as the configuration, or a file that it names, has it.
 * @param manifest - the file's route; absent also where it could not be read by an abort
 */
export function toRoutePlan(config: EnvironmentConfig, manifest: RouteManifest | undefined): RoutePlan {
  const { app, traffic } = config;
  const { from, service } = traffic;
  const { first, several } = list(
    (traffic.gateways ?? [traffic.gateway]).map((one) => toGateway(one, app.namespace)),
  );
  const configured: RoutePlan = {
    route: from?.object ?? traffic.route ?? app.name,
    ...given("isShared", from?.object === undefined ? undefined : true),
    ...given("routeKind", toRouteKind(traffic)),
    ...toHosts(traffic.hosts ?? [hostless(config)]),
    gateway: first,
    ...given("gateways", several),
    ...given("rules", traffic.rules),
    ...given("ingress", traffic.ingress && toIngress(traffic.ingress)),
  };
  const plan = manifest === undefined ? configured : fromManifest(manifest, config);
  const named = { app: app.name, port: app.port, ...given("service", service) };
  return {
    ...plan,
    ...given("rules", plan.rules && nameApp(plan.rules as readonly HttpRouteRule[], named)),
    ...given("headers", headersAt("route", config)),
    ...given("service", service),
    // A service that was taken over keeps the Service that its callers know.
    ...given(
      "stableService",
      app.adopt === undefined || isByPods(traffic.router) ? undefined : (service ?? app.name),
    ),
  };
}

/**
 * Checks the rules that a file or the configuration gives.
 * @throws {ConfigError} with every problem
 */
export function demandRoutePlan({ app, namespace, traffic, stages }: Settings, file: string): void {
  if (traffic.rules === undefined) return;
  const rules = traffic.rules as readonly HttpRouteRule[];
  const problems = findRuleProblems(rules, traffic.probePath, { app, namespace, traffic, stages });
  if (problems.length === 0) return;
  throw new ConfigError(
    "read the rules of the route",
    problems.map(({ at, ...rest }) => ({ path: at, ...rest, file })),
  );
}
