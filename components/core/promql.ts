import type { Track } from "./track";

/** Whose counters are read: the router's per backend, or the app's own by pod. */
export type MetricsSource = "traefik" | "opentelemetry";

/** What the selectors are made of. */
export interface SelectorInput {
  readonly source: MetricsSource;
  readonly namespace: string;
  readonly app: string;
  /** Name of the HTTPRoute. */
  readonly route: string;
  readonly gateway: { readonly name: string; readonly namespace: string };
  /** Index of the weighted rule in the route, so that requests of the probe rules do not count. */
  readonly rule: number;
}

/** A Prometheus duration cannot be shorter than a second here; the answer's own times say what is new. */
export function renderRange(selector: string, rangeSeconds: number): string {
  return `${selector}[${Math.max(1, Math.ceil(rangeSeconds))}s]`;
}

/** Traefik's own rule for the part of a name that comes from outside: runs of other characters become one dash. */
function normalize(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "")
    .join("-");
}

/**
 * Regular expression of Traefik's service names for both backends of the weighted rule; the hash is one per match of
 * the rule, the entry point whatever the listeners have.
 * @see https://github.com/traefik/traefik/blob/v3.7.9/pkg/provider/kubernetes/gateway/httproute.go
 */
function traefikServices({ namespace, app, route, gateway, rule }: SelectorInput): string {
  const key = normalize(`httproute-${namespace}-${route}-gw-${gateway.namespace}-${gateway.name}`);
  return `${key}-ep-.+-${rule}-[0-9a-f]{20}-svc-${namespace}-${app}-(stable|canary)-[0-9]+@kubernetesgateway`;
}

/**
 * Selectors of all counters of both tracks; the later ones are asked only where those before have no series.
 * A scrape whose target has a label `service` of its own renames Traefik's to `exported_service`.
 */
export function renderSelectors(input: SelectorInput): readonly [string, ...string[]] {
  if (input.source === "traefik") {
    const services = traefikServices(input);
    return [
      `traefik_service_requests_total{service=~"${services}"}`,
      `traefik_service_requests_total{exported_service=~"${services}"}`,
    ];
  }
  const names = `__name__=~"http_server_request_duration_seconds_count|up"`;
  return [`{${names},namespace="${input.namespace}",pod=~"${input.app}-(stable|canary)-.+"}`];
}

/** The track that a series belongs to, by Traefik's service name, the pod's label or its name. */
export function trackOf(
  labels: Readonly<Record<string, string>>,
  { source, namespace, app }: Pick<SelectorInput, "source" | "namespace" | "app">,
): Track | undefined {
  const service = labels["exported_service"] ?? labels["service"] ?? "";
  const found =
    source === "traefik"
      ? new RegExp(`-svc-${namespace}-${app}-(stable|canary)-[0-9]+@kubernetesgateway$`).exec(service)?.[1]
      : (labels["sluice_dev_track"] ?? new RegExp(`^${app}-(stable|canary)-`).exec(labels["pod"] ?? "")?.[1]);
  return found === "stable" || found === "canary" ? found : undefined;
}
