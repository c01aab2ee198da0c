import type { Track } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { matchPlaces } from "./promql";
import { serviceOf } from "./services";
import type { CountedApp, Labels, Source } from "./source";

const requests = "nginx_ingress_controller_requests";
const duration = "nginx_ingress_controller_request_duration_seconds";

/** A label of the metric's own, which a scrape with a label of the same name renames. */
function own(labels: Labels, name: string): string {
  return labels[`exported_${name}`] ?? labels[name] ?? "";
}

/** Upstream of the canary's Service, as the label `canary` names it: namespace, Service and port. */
function canaryOf({ namespace, app }: CountedApp): string {
  return `${namespace}-${app}-canary-[a-z0-9]+`;
}

function trackOf(labels: Labels, app: CountedApp): Track | undefined {
  // The canary's requests keep the Ingress and the Service of stable.
  const isOurs =
    own(labels, "namespace") === app.namespace && own(labels, "service") === serviceOf(app, "stable");
  if (!isOurs) return undefined;
  const canary = own(labels, "canary");
  if (canary === "") return "stable";
  return new RegExp(`^${canaryOf(app)}$`).test(canary) ? "canary" : undefined;
}

/** Classes of status hide who gave up. */
function remark(series: readonly Labels[]): string | undefined {
  return series.some((labels) => /^[1-5]xx$/.test(labels["status"] ?? ""))
    ? "the controller counts classes of status (--report-status-classes): clients that left are among the 4xx"
    : undefined;
}

/** Services of the namespace that requests were counted for. */
function explainServices(found: readonly Labels[]): string | undefined {
  const names = [...new Set(found.map((labels) => own(labels, "service")))].toSorted().slice(0, 3);
  return names.length === 0
    ? undefined
    : `${requests} is there, but not of the app's Ingress: found Services ${names.join(", ")}`;
}

/** The counter of another metric, or of none. */
function explainCounters(found: readonly Labels[]): string {
  const names = found.flatMap((labels) => labels["__name__"] ?? []).toSorted();
  if (names.includes(requests)) return `${requests} is there, but of no Service of the app's namespace`;
  return names.length === 0
    ? `there is no ${requests}, nor any other counter of ingress-nginx`
    : `there is no ${requests}: found ${names.slice(0, 3).join(", ")}; let the controller count requests (no --exclude-socket-metrics of requests)`;
}

/**
 * Counters that ingress-nginx keeps per Ingress and Service, the canary's apart.
 * @see https://github.com/kubernetes/ingress-nginx/blob/038b023dd00c470e79460dc7ad16d2577f5edb74/internal/ingress/metric/collectors/socket.go
 */
export const ingressNginx: Source = {
  profile: {
    about: "ingress-nginx's, by Ingress, the canary's apart",
    routers: ["nginx"],
    tellsCalls: false,
    blindTo: "statuses of gRPC; what nginx itself answers counts as stable's",
  },
  countsIn: "router",
  untold: [],
  requestNames: ["namespace", "ingress", "service", "canary", "host"],
  durations: { histogram: duration, perSecond: [1] },
  usualBoundsSeconds: [0.1, 0.25, 0.5, 1, 2.5],
  selectors: (input) => {
    const { boundsSeconds: bounds = [], namespace } = input;
    const service = serviceOf(input, "stable");
    const places = matchPlaces(input);
    const of = (prefix: string) => {
      const where = `${prefix}namespace="${namespace}",${prefix}service="${service}",${prefix}canary=~"|${canaryOf(input)}"`;
      return bounds.length === 0
        ? `${requests}{${where}${places}}`
        : `{__name__=~"${requests}|${duration}_(bucket|count)",${where},${matchBounds(bounds)}${places}}`;
    };
    return [of(""), of("exported_").replace("exported_canary", "canary")];
  },
  rates: (input, track) => {
    const canary = { stable: "", canary: canaryOf(input) };
    const values = track === undefined ? `|${canary.canary}` : canary[track];
    const service = serviceOf(input, "stable");
    const of = (prefix: string) =>
      `${requests}{${prefix}namespace="${input.namespace}",${prefix}service="${service}",canary=~"${values}"${matchPlaces(input)}}`;
    const failed = ['status=~"5.."'];
    return [
      { selector: of(""), failed },
      { selector: of("exported_"), failed },
    ];
  },
  trackOf,
  meaningOf: (labels) =>
    labels["__name__"] === requests
      ? { kind: "requests", isTimed: false }
      : readHistogram(duration, labels, { kind: "timed" }),
  remark,
  looks: (app) => [
    {
      query: `count by (__name__, le) ({__name__=~"${duration}(_bucket|_count)?",service="${serviceOf(app, "stable")}"} or {__name__=~"${duration}(_bucket|_count)?",exported_service="${serviceOf(app, "stable")}"})`,
      explain: (found) => diagnoseHistogram(duration, found),
    },
    {
      query: `count by (service, exported_service) (${requests}{namespace="${app.namespace}"} or ${requests}{exported_namespace="${app.namespace}"})`,
      explain: explainServices,
    },
    {
      query: `count by (__name__) ({__name__=~"nginx_ingress_controller_.*(requests|_count)"})`,
      explain: explainCounters,
    },
  ],
};
