import { z } from "zod";
import { describeRouter, isByPods, routerNames, routers } from "../../components/core/routers/routers";
import { secretName } from "./token";
import {
  dottedName,
  duration,
  list,
  mapping,
  objectName,
  oneOf,
  text,
  told,
  urlPath,
  whole,
} from "../fields/field";

/** Not an address in IPv4: neither an Ingress nor a route of the Gateway API takes one. */
const hostPattern =
  /^(?=.{1,253}$)(?!\d+(\.\d+){3}$)(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** As Kubernetes takes it: a name of at most 63 characters, behind a domain where it has one. */
const annotationName =
  /^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
const hostsRule = "be a list of host names";

/** Place where requests of our own connect. */
export const gatewayAddress = () => text('be "<host>:<port>"', /^[A-Za-z0-9.-]+:\d{1,5}$/);

const gatewayKeys = {
  name: told(
    "the Gateway that the route is attached to; with router `istio` one of Istio's, or `mesh`",
    dottedName().default("gateway"),
  ),
  namespace: told("its namespace", objectName().optional(), "the app's"),
  listener: told("its listener", dottedName().optional(), "all"),
  port: told("port of its listeners", whole(1, 65_535).optional(), "all"),
};

/** A part of a rule in the form of the Gateway API, which the API server checks. */
const parts = (rule: string) => list(z.record(z.string(), z.unknown(), { error: rule }), rule).optional();

const rule = mapping("traffic.rules", {
  name: told("name of the rule", objectName().optional()),
  matches: told("requests that it takes", parts("be a list of matches of the Gateway API"), "all"),
  filters: told("changes of requests and responses", parts("be a list of filters of the Gateway API")),
  timeouts: told(
    "time limits, e.g. `{ request: 10s }`",
    z.record(z.string(), z.unknown(), { error: "be timeouts of the Gateway API" }).optional(),
  ),
  backendRefs: told(
    "Services that get its requests; a rule with Services of others is left as it is",
    parts("be a list of backends of the Gateway API"),
    "the app",
  ),
});

interface Keys {
  readonly router: string;
  readonly address?: unknown;
  readonly ca?: unknown;
  readonly ingress?: unknown;
  readonly hosts?: readonly string[] | undefined;
  readonly from?:
    | {
        readonly object?: string | undefined;
        readonly manifest?: string | undefined;
        readonly kind?: string | undefined;
      }
    | undefined;
  readonly route?: unknown;
  readonly rules?: unknown;
  readonly gateways?: unknown;
}

interface Contradiction {
  readonly path: string[];
  readonly message: string;
}

/** Keys that a Service has no use for, and the two names that it may have. */
function findServiceContradictions({ hosts, from, router, ...keys }: Keys): readonly Contradiction[] {
  const useless = { hosts, address: keys.address, ca: keys.ca, ingress: keys.ingress };
  const isTwice = from?.object !== undefined && keys.route !== undefined;
  return [
    ...Object.entries(useless).flatMap(([key, value]) =>
      value === undefined
        ? []
        : [{ path: [key], message: `be left out: router "${router}" is a Service, which has no host` }],
    ),
    ...(from === undefined || (from.object !== undefined && from.manifest === undefined)
      ? []
      : [{ path: ["from"], message: `be { object }, the name of a Service, with router "${router}"` }]),
    ...(isTwice ? [{ path: ["route"], message: "be left out: from names the Service" }] : []),
  ];
}

/** Keys that do not go together. */
function findContradictions({ hosts, from, router, ...keys }: Keys): readonly Contradiction[] {
  if (isByPods(router)) return findServiceContradictions({ hosts, from, router, ...keys });
  const given = [from?.object, from?.manifest].filter((one) => one !== undefined);
  const said = from?.object === undefined ? (["rules", "gateways"] as const) : (["rules", "route"] as const);
  const own = from === undefined ? [] : said.filter((key) => keys[key] !== undefined);
  const missing = hosts === undefined && from?.manifest === undefined;
  const unsent = hosts !== undefined && hosts.every((host) => host.startsWith("*"));
  return [
    ...(missing ? [{ path: ["hosts"], message: hostsRule }] : []),
    ...(unsent ? [{ path: ["hosts"], message: 'have a name without "*", which probes send' }] : []),
    ...(from !== undefined && given.length !== 1
      ? [{ path: ["from"], message: "be either { object } or { manifest }" }]
      : []),
    ...(from?.kind !== undefined && (router !== "gateway" || from.object === undefined)
      ? [{ path: ["from", "kind"], message: 'be left out but with router "gateway" and from.object' }]
      : []),
    ...own.map((key) => ({ path: [key], message: "be left out: from names a route that says it" })),
  ];
}

/** `sluice:traffic`: where and how requests are split. */
export const trafficSchema = mapping("traffic", {
  router: told(routers.map(describeRouter).join("; "), oneOf(routerNames).default(routerNames[0])),
  /** The Ingress of router `nginx`, or the IngressRoute of `traefik`. @default class "nginx"; with `traefik` none */
  ingress: mapping("traffic.ingress", {
    class: told("name of the IngressClass", dottedName().optional(), "`nginx`; with router `traefik` none"),
    annotations: told(
      "annotations of stable's Ingress, or of the IngressRoute",
      z
        .record(text("be an annotation's name", annotationName), text("be a text", /^/), {
          error: "be a mapping of annotations to texts",
        })
        .default({}),
    ),
    tlsSecret: told("Secret with the certificate", dottedName().optional(), "the controller's own"),
    entryPoints: told(
      "entry points of Traefik (router `traefik`)",
      list(dottedName(), "be a list of entry points", 1).optional(),
      "Traefik's own",
    ),
  }).optional(),
  hosts: told(
    "public host names; probes send the first one without `*`. Required, but with `from.manifest` and router `replicas`",
    list(
      text("be a host name in lower case, without scheme, port or path, and no address", hostPattern),
      hostsRule,
      1,
    ).optional(),
    "those of `from.manifest`",
  ),
  route: told(
    "name of the router's object: HTTPRoute, Ingress, VirtualService, IngressRoute or Service",
    objectName().optional(),
    "the app's name",
  ),
  /** A route of the user's own. @default - Sluice makes the route */
  from: mapping("traffic.from", {
    object: told(
      "name of an HTTPRoute, with router `traefik` of an IngressRoute, with `istio` of a VirtualService, that another owner makes and keeps: Sluice writes the rules that lead to the app, adds probe rules, and leaves everything else as it is; with `app.adopt` also of an Ingress (router `nginx`), which is never written, or of a Service (router `replicas`), of which the selector is",
      objectName(253).optional(),
    ),
    kind: told(
      "kind of that route, with router `gateway`; a GRPCRoute is probed by calls of `grpc.health.v1`",
      oneOf(["HTTPRoute", "GRPCRoute"]).optional(),
      "`HTTPRoute`",
    ),
    manifest: told(
      "file with one HTTPRoute, relative to the project; Sluice creates it, with both tracks in place of the app",
      text("be the path of a file").optional(),
    ),
  }).optional(),
  service: told(
    "Service by which the rules of a route of your own mean the app",
    objectName().optional(),
    "the app's name",
  ),
  rules: told(
    "rules of the route, in the form of the Gateway API",
    list(rule, "be a list of rules", 1).optional(),
    "one that takes every request",
  ),
  /** The Gateway that the route is attached to. @default name "gateway", in the app's namespace, all listeners */
  gateway: mapping("traffic.gateway", gatewayKeys).prefault({}),
  gateways: told(
    "several Gateways, each like `gateway`",
    list(mapping("traffic.gateways", gatewayKeys), "be a list of Gateways", 1).optional(),
    "`gateway` alone",
  ),
  address: told("`<host>:<port>` where probes connect", gatewayAddress().optional(), "the host by DNS"),
  scheme: told("of probes", oneOf(["http", "https"]).default("https")),
  ca: told(
    "PEM of the authorities that probes trust, named like `analysis.tokenFrom`: for a certificate of a private authority",
    secretName().optional(),
    "the usual authorities",
  ),
  probePath: told("what probes request; any answer below 500 counts", urlPath().default("/")),
  propagation: told(
    "longest time until the router follows a write of the route; 60s for cloud load balancers",
    duration("10m").prefault("2s"),
  ),
  policies: told(
    'policies of others that are accepted as they are, each with the reason: `{ RateLimitPolicy/shop: "counts by client" }`; any other that names the app\'s Service, route or rule and cannot be copied for the canary is refused',
    z
      .record(
        text('be "<kind>/<name>" of a policy', /^[A-Za-z]+\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/),
        text("be the reason why it is accepted", /^(?=.*\S).{1,200}$/),
        { error: 'be a mapping of "<kind>/<name>" to reasons' },
      )
      .default({}),
  ),
  drain: told(
    "time that a stopping pod still serves",
    duration("30m").optional(),
    "twice `propagation`, at least 5s",
  ),
}).check((context) => {
  for (const { path, message } of findContradictions(context.value)) {
    context.issues.push({ code: "custom", path, message, input: context.value });
  }
  const { drain, propagation, scheme, ca } = context.value;
  if (ca !== undefined && scheme !== "https") {
    const message = "be set with scheme https only";
    context.issues.push({ code: "custom", path: ["ca"], message, input: context.value });
  }
  if (drain !== undefined && drain < 2 * propagation) {
    context.issues.push({
      code: "custom",
      path: ["drain"],
      message: `be at least twice propagation (${2 * propagation}s)`,
      input: `${drain}s`,
    });
  }
});
