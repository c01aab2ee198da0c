import { tracks } from "../track";
import type { Track } from "../track";

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
  /** Upper ends of the buckets that are read, seconds. @default none, and no histogram is read */
  readonly boundsSeconds?: readonly number[];
}

/** The histogram of request durations, by source. */
export const durationHistogram: Readonly<Record<MetricsSource, string>> = {
  traefik: "traefik_service_request_duration_seconds",
  opentelemetry: "http_server_request_duration_seconds",
};

const traefikRequests = "traefik_service_requests_total";

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
 * Matcher of the buckets that are read; series without buckets pass it. Clients and Prometheus 3 write `1.0` for `1`.
 * @see https://prometheus.io/docs/prometheus/3.0/migration/#le-and-quantile-label-values
 */
function matchBounds(boundsSeconds: readonly number[]): string {
  const bounds = boundsSeconds.map((bound) => {
    const text = `${bound}`.replaceAll(".", String.raw`\\.`);
    return Number.isInteger(bound) ? String.raw`${text}(\\.0)?` : text;
  });
  return `le=~"|${bounds.join("|")}"`;
}

/** Which series tell of the app's pods. */
function matchPods({ namespace, app }: Pick<SelectorInput, "namespace" | "app">): string {
  return `namespace="${namespace}",pod=~"${app}-(stable|canary)-.+"`;
}

/**
 * Selectors of all counters of both tracks; the later ones are asked only where those before have no series.
 * A scrape whose target has a label `service` of its own renames Traefik's to `exported_service`.
 */
export function renderSelectors(input: SelectorInput): readonly [string, ...string[]] {
  const bounds = input.boundsSeconds ?? [];
  const histogram = durationHistogram[input.source];
  if (input.source === "traefik") {
    const services = traefikServices(input);
    const of = (label: string) =>
      bounds.length === 0
        ? `${traefikRequests}{${label}=~"${services}"}`
        : `{__name__=~"${traefikRequests}|${histogram}_(bucket|count)",${label}=~"${services}",${matchBounds(bounds)}}`;
    return [of("service"), of("exported_service")];
  }
  return [
    bounds.length === 0
      ? `{__name__=~"${histogram}_count|up",${matchPods(input)}}`
      : `{__name__=~"${histogram}_(bucket|count)|up",${matchPods(input)},${matchBounds(bounds)}}`,
  ];
}

/**
 * Instant query that tells why series are missing: which names of the histogram there are, a native one has none of
 * the suffixes, and with which buckets.
 */
export function renderDiagnosis(input: SelectorInput): string {
  const histogram = durationHistogram[input.source];
  const service = `-svc-${input.namespace}-${input.app}-(stable|canary)-[0-9]+@kubernetesgateway`;
  const where = input.source === "traefik" ? `service=~".+${service}"` : matchPods(input);
  return `count by (__name__, le) ({__name__=~"${histogram}(_bucket|_count)?",${where}})`;
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

/**
 * The track of a series that somebody's own query selected: by a label that says it, the pod's name, or the router's
 * name of the service. `shared` has no label that could tell, `foreign` belongs to another app.
 */
export function trackOfQueried(
  labels: Readonly<Record<string, string>>,
  input: Pick<SelectorInput, "namespace" | "app">,
): Track | "shared" | "foreign" {
  const said = labels["track"] ?? labels["sluice_dev_track"] ?? labels["label_sluice_dev_track"];
  if (said === "stable" || said === "canary") return said;
  const found =
    trackOf({ pod: labels["pod"] ?? "" }, { ...input, source: "opentelemetry" }) ??
    trackOf(labels, { ...input, source: "traefik" }) ??
    tracks.find((track) => labels["service"] === `${input.app}-${track}`);
  const isOwned = said !== undefined || labels["pod"] !== undefined || labels["service"] !== undefined;
  return found ?? (isOwned ? "foreign" : "shared");
}
