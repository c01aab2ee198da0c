import type { Policy } from "../../../../components/core/attached/hook";
import type { PolicyKind } from "../../../../components/core/attached/policy-kind";

const kind = (group: string, name: string): PolicyKind => ({
  group,
  version: "v1",
  resource: `${name.toLowerCase()}s`,
  kind: name,
});

/** Kinds as a cluster serves them. */
export const kinds = {
  tls: kind("gateway.networking.k8s.io", "BackendTLSPolicy"),
  health: kind("networking.gke.io", "HealthCheckPolicy"),
  login: kind("gateway.envoyproxy.io", "SecurityPolicy"),
  rule: kind("networking.istio.io", "DestinationRule"),
  profile: kind("linkerd.io", "ServiceProfile"),
  group: kind("gateway.k8s.aws", "TargetGroupConfiguration"),
  envoy: kind("cilium.io", "CiliumEnvoyConfig"),
};

/** A policy of the app's namespace. */
export function policy(
  of: keyof typeof kinds,
  name: string,
  spec: Record<string, unknown>,
  more: object = {},
): Policy {
  const metadata = { name, namespace: "prod", uid: "u", resourceVersion: "1", ...more };
  return { kind: kinds[of], metadata, spec };
}

/** Sluice's copy of a policy. */
export const copyOf = (
  of: keyof typeof kinds,
  name: string,
  original: string,
  spec: Record<string, unknown>,
  app = "till",
): Policy =>
  policy(of, name, spec, {
    labels: { "app.kubernetes.io/name": app },
    annotations: { "sluice.dev/copy-of": original },
  });

/** Reference to a Service. */
export const service = (name: string, more: object = {}) => ({ group: "", kind: "Service", name, ...more });

/** Reference to a route, or to a rule of it. */
export const route = (name: string, sectionName?: string) => ({
  group: "gateway.networking.k8s.io",
  kind: "HTTPRoute",
  name,
  ...(sectionName === undefined ? {} : { sectionName }),
});
