/** A kind of objects that may name a Service, a route or one of its rules, as the API server's discovery has it. */
export interface PolicyKind {
  readonly group: string;
  readonly version: string;
  /** In the plural, as RBAC and paths have it. */
  readonly resource: string;
  readonly kind: string;
}

/** A kind without the version that a cluster serves it in. */
type KnownKind = Omit<PolicyKind, "version">;

const kinds = (group: string, named: Readonly<Record<string, string>>): readonly KnownKind[] =>
  Object.entries(named).map(([resource, kind]) => ({ group, resource, kind }));

/** Kinds that mean the same for another Service when nothing but its name is changed. */
export const copiedKinds: readonly KnownKind[] = [
  ...kinds("gateway.networking.k8s.io", { backendtlspolicies: "BackendTLSPolicy" }),
  ...kinds("networking.gke.io", {
    healthcheckpolicies: "HealthCheckPolicy",
    gcpbackendpolicies: "GCPBackendPolicy",
  }),
  ...kinds("networking.istio.io", { destinationrules: "DestinationRule" }),
];

/** Further kinds that are known to name Services, routes or rules: the roles may list them. */
export const refusedKinds: readonly KnownKind[] = [
  ...kinds("gateway.networking.x-k8s.io", { xbackendtrafficpolicies: "XBackendTrafficPolicy" }),
  ...kinds("networking.gke.io", {
    gcpsessionaffinitypolicies: "GCPSessionAffinityPolicy",
    gcpsessionaffinityfilters: "GCPSessionAffinityFilter",
    gcptrafficdistributionpolicies: "GCPTrafficDistributionPolicy",
  }),
  ...kinds("gateway.envoyproxy.io", {
    backendtrafficpolicies: "BackendTrafficPolicy",
    securitypolicies: "SecurityPolicy",
    envoyextensionpolicies: "EnvoyExtensionPolicy",
  }),
  ...kinds("security.istio.io", {
    authorizationpolicies: "AuthorizationPolicy",
    requestauthentications: "RequestAuthentication",
  }),
  ...kinds("telemetry.istio.io", { telemetries: "Telemetry" }),
  ...kinds("extensions.istio.io", { wasmplugins: "WasmPlugin" }),
  ...kinds("gateway.nginx.org", {
    clientsettingspolicies: "ClientSettingsPolicy",
    observabilitypolicies: "ObservabilityPolicy",
    upstreamsettingspolicies: "UpstreamSettingsPolicy",
  }),
  ...kinds("gateway.kgateway.dev", {
    backendconfigpolicies: "BackendConfigPolicy",
    trafficpolicies: "TrafficPolicy",
  }),
  ...kinds("kuadrant.io", { authpolicies: "AuthPolicy", ratelimitpolicies: "RateLimitPolicy" }),
  ...kinds("policy.linkerd.io", {
    authorizationpolicies: "AuthorizationPolicy",
    httplocalratelimitpolicies: "HTTPLocalRateLimitPolicy",
  }),
  ...kinds("linkerd.io", { serviceprofiles: "ServiceProfile" }),
  ...kinds("application-networking.k8s.aws", {
    iamauthpolicies: "IAMAuthPolicy",
    targetgrouppolicies: "TargetGroupPolicy",
  }),
  ...kinds("gateway.k8s.aws", { targetgroupconfigurations: "TargetGroupConfiguration" }),
  ...kinds("alb.networking.azure.io", {
    backendloadbalancingpolicies: "BackendLoadBalancingPolicy",
    healthcheckpolicies: "HealthCheckPolicy",
    routepolicies: "RoutePolicy",
    webapplicationfirewallpolicies: "WebApplicationFirewallPolicy",
  }),
  ...kinds("cilium.io", { ciliumenvoyconfigs: "CiliumEnvoyConfig" }),
  ...kinds("consul.hashicorp.com", {
    servicedefaults: "ServiceDefaults",
    serviceresolvers: "ServiceResolver",
    servicerouters: "ServiceRouter",
    servicesplitters: "ServiceSplitter",
  }),
];

const isSame = (a: Pick<PolicyKind, "group" | "kind">, b: Pick<PolicyKind, "group" | "kind">): boolean =>
  a.group === b.group && a.kind === b.kind;

/** Groups whose policies judge objects or select pods by labels, and name no Service. */
const elsewhere: ReadonlySet<string> = new Set([
  "networking.k8s.io",
  "policy.networking.k8s.io",
  "kyverno.io",
  "policies.kyverno.io",
  "cilium.io",
  "crd.projectcalico.org",
  "projectcalico.org",
]);

/** Whether a copy for another Service means the same there. */
export function isCopied(kind: Pick<PolicyKind, "group" | "kind">): boolean {
  return copiedKinds.some((one) => isSame(one, kind));
}

/**
 * Whether objects of a kind may name a Service, a route or a rule: the known ones, and by the custom of the Gateway API
 * every further one that is called a policy or a filter.
 */
export function mayName(kind: Pick<PolicyKind, "group" | "kind">): boolean {
  if ([...copiedKinds, ...refusedKinds].some((one) => isSame(one, kind))) return true;
  return (
    kind.group.includes(".") && !elsewhere.has(kind.group) && /(Policy|Policies|Filter)$/.test(kind.kind)
  );
}
