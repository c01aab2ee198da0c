import type { Track } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { failedStatus, matchPlaces } from "./promql";
import { matchServices, serviceOf as nameOfService, trackOfService } from "./services";
import type { CountedApp, Labels, SelectorInput, Source } from "./source";

const requests = "traefik_service_requests_total";
const duration = "traefik_service_request_duration_seconds";

/** Traefik's own rule for the part of a name that comes from outside: runs of other characters become one dash. */
function normalize(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "")
    .join("-");
}

/** End of a service's name from Traefik 3.7.6 on, which contains the app and the track. */
function serviceEnd(app: CountedApp, track?: Track): string {
  return `-svc-${app.namespace}-${matchServices(app, track)}-[0-9]+@kubernetesgateway`;
}

/** Name of a service up to Traefik 3.7.5: that of the Kubernetes Service and its port, whatever route leads there. */
function olderService(app: CountedApp, track?: Track): string {
  return `${app.namespace}-${matchServices(app, track)}(-(http|grpc))?-[0-9]+@kubernetesgateway`;
}

const older = /^(?!(?:http|grpc)route-).+@kubernetesgateway$/;

/**
 * Name of a service of a canary Ingress: that of the stable one, and of the canary with a word more.
 * @see https://github.com/traefik/traefik/blob/v3.7.9/pkg/provider/kubernetes/ingress-nginx/translator.go
 */
function ingressService(app: CountedApp, ingress: string, track?: Track): string {
  const end = track === undefined ? "(-canary)?" : track === "canary" ? "-canary" : "";
  return `${app.namespace}-${ingress}-${nameOfService(app, "stable")}-[a-z0-9]+${end}@kubernetesingressnginx`;
}

/**
 * Name of a service of an IngressRoute with several: that of the Kubernetes Service and its port.
 * @see https://github.com/traefik/traefik/blob/v3.7.9/pkg/provider/kubernetes/crd/kubernetes_http.go
 */
function crdService(app: CountedApp, track?: Track): string {
  return `${app.namespace}-${matchServices(app, track)}(?:-mirror)?-[a-z0-9]+@kubernetescrd`;
}

/**
 * Regular expression of Traefik's service names for the backends of the app's rules, in either form; the hash is one
 * per match of the rule, the entry point whatever the listeners have.
 * @see https://github.com/traefik/traefik/blob/v3.7.9/pkg/provider/kubernetes/gateway/httproute.go
 */
function gatewayServices(input: SelectorInput, track?: Track): string {
  const { namespace, route, gateway, gateways = [gateway], rule = "[0-9]+" } = input;
  const keys = gateways.map((one) => normalize(`${namespace}-${route}-gw-${one.namespace}-${one.name}`));
  const key = keys.length === 1 ? keys[0] : `(${[...new Set(keys)].join("|")})`;
  return `(http|grpc)route-${key}-ep-.+-${rule}-[0-9a-f]{20}${serviceEnd(input, track)}|${olderService(input, track)}`;
}

const servicesBy: Readonly<Record<string, typeof gatewayServices>> = {
  gateway: gatewayServices,
  nginx: (input, track) => ingressService(input, normalize(input.route), track),
  traefik: crdService,
};

function services(input: SelectorInput, track?: Track): string {
  return (servicesBy[input.router ?? "gateway"] ?? gatewayServices)(input, track);
}

/** A scrape whose target has a label `service` of its own renames Traefik's to `exported_service`. */
function serviceOf(labels: Labels): string {
  return labels["exported_service"] ?? labels["service"] ?? "";
}

/** Counters that Traefik keeps per backend of a route. */
export const traefik: Source = {
  profile: {
    about: "Traefik's, by the Service that it sends to",
    routers: ["gateway", "nginx", "traefik"],
    tellsCalls: true,
    blindTo: "routes, and what Traefik itself answers",
    unread: ["nginx.ingress.kubernetes.io/affinity-canary-behavior"],
  },
  countsIn: "router",
  untold: ["routes"],
  requestNames: ["service"],
  durations: { histogram: duration, perSecond: [1] },
  usualBoundsSeconds: [0.1, 0.3, 1.2, 5],
  selectors: (input) => {
    const { boundsSeconds: bounds = [] } = input;
    const places = matchPlaces(input);
    const of = (label: string) =>
      bounds.length === 0
        ? `${requests}{${label}=~"${services(input)}"${places}}`
        : `{__name__=~"${requests}|${duration}_(bucket|count)",${label}=~"${services(input)}",${matchBounds(bounds)}${places}}`;
    return [of("service"), of("exported_service")];
  },
  rates: (input, track) => {
    const failed = [`code=~"${failedStatus}"`];
    const of = (label: string) => ({
      selector: `${requests}{${label}=~"${services(input, track)}"${matchPlaces(input)}}`,
      failed,
    });
    return [of("service"), of("exported_service")];
  },
  trackOf: (labels, app) => {
    const service = serviceOf(labels);
    const byIngress = new RegExp(`^${ingressService(app, ".+")}$`).exec(service);
    if (byIngress !== null) return byIngress[1] === undefined ? "stable" : "canary";
    const found =
      new RegExp(`${serviceEnd(app)}$`).exec(service) ??
      new RegExp(`^(?:${olderService(app)}|${crdService(app)})$`).exec(service);
    return found
      ?.slice(1)
      .map((one) => trackOfService(one, app))
      .find((one) => one !== undefined);
  },
  ruleOf: (labels) => /^((?:http|grpc)route-.+)-svc-/.exec(serviceOf(labels))?.[1],
  meaningOf: (labels) =>
    labels["__name__"] === requests
      ? { kind: "requests", isTimed: false }
      : readHistogram(duration, labels, { kind: "timed" }),
  remark: (series) =>
    series.some((labels) => older.test(serviceOf(labels)))
      ? "Traefik before 3.7.6 does not count routes apart: requests of other routes and of probes to the tracks' Services count too"
      : undefined,
  looks: (input) => [
    {
      query: `count by (__name__, le) ({__name__=~"${duration}(_bucket|_count)?",service=~".+${serviceEnd(input)}|${services(input)}"})`,
      explain: (found) => diagnoseHistogram(duration, found),
    },
    {
      query: `count by (service, exported_service) ({__name__="${requests}",service=~".*${input.app}.*"} or {__name__="${requests}",exported_service=~".*${input.app}.*"})`,
      explain: (found) => {
        const names = [...new Set(found.map(serviceOf))].toSorted().slice(0, 3);
        return names.length === 0
          ? undefined
          : `${requests} has no service of this route: found ${names.join(", ")}`;
      },
    },
    {
      query: `count by (__name__) ({__name__=~"traefik_(service|router|entrypoint)_requests_total"})`,
      explain: (found) => {
        const names = found.flatMap((labels) => labels["__name__"] ?? []).toSorted();
        if (names.includes(requests))
          return `${requests} is there, but of no service with ${input.app} in its name`;
        return names.length === 0
          ? `there is no ${requests}, nor any other counter of Traefik`
          : `there is no ${requests}: found ${names.join(", ")}; let Traefik count by service (metrics.prometheus.addServicesLabels)`;
      },
    },
  ],
};
