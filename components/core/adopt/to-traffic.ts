import type { Gap } from "../convert/conversion";
import { toGateway } from "../convert/gateways";
import { publicHosts } from "../convert/hosts";
import { given } from "../given";
import { asList, asObjects, asText, asTexts, at, showJson } from "../json";
import { classAnnotation } from "../routers/nginx/annotations";
import type { JsonObject } from "../revision/revision";
import type { SourceName } from "../sources/sources";
import { describe, describeAll, kindOf, nameOf } from "../workload/from/identity";
import { chooseUsers } from "../workload/from/services/services";
import type { Running } from "./running";

/** Settings of the way in which requests reach a running service. */
export interface LiveTraffic {
  /** Keys of `sluice:traffic` besides the hosts. */
  readonly traffic: JsonObject;
  readonly hosts: readonly string[];
  /** Route that Sluice splits by; absent where it cannot be one that is there. */
  readonly way?: JsonObject;
  readonly source?: SourceName;
  readonly gaps: readonly Gap[];
}

const gap = (key: string, what: string, taken: string): Gap => ({ key, what, taken });

/** Gateways of a route, as `sluice:traffic.gateway` has them. */
function gatewaysOf(route: JsonObject): readonly JsonObject[] {
  return asObjects(at(route, "spec", "parentRefs")).flatMap((parent) => {
    if ((asText(parent["kind"]) ?? "Gateway") !== "Gateway") return [];
    const { name, namespace, sectionName, port } = parent;
    return [
      Object.fromEntries(
        Object.entries({ name, namespace, listener: sectionName, port }).filter(
          ([, value]) => value !== undefined,
        ),
      ) as JsonObject,
    ];
  });
}

/** Gateway of a VirtualService, as `sluice:traffic.gateway` has it; none where it is for the mesh alone. */
function istioGatewayOf(way: JsonObject): JsonObject | undefined {
  const gateway = asList(at(way, "spec", "gateways"))
    .map((one) => showJson(one))
    .find((one) => one !== "mesh");
  return gateway === undefined ? undefined : toGateway(gateway);
}

/** Hosts of the matches of an IngressRoute. */
const hostsOfMatches = (route: JsonObject): readonly string[] =>
  asObjects(at(route, "spec", "routes")).flatMap(({ match }) =>
    [...(asText(match) ?? "").matchAll(/Host\(([^)]*)\)/g)].flatMap(([, names]) =>
      [...(names as string).matchAll(/[`"]([^`"]+)[`"]/g)].map(([, name]) => name as string),
    ),
  );

/** Whether an Ingress is of a class of ingress-nginx, by its name. */
const isOfNginx = (way: JsonObject): boolean =>
  kindOf(way) === "Ingress" &&
  (
    asText(at(way, "spec", "ingressClassName")) ??
    asTexts(at(way, "metadata", "annotations"))[classAnnotation] ??
    ""
  ).includes("nginx");

const hostsOfRules = (way: JsonObject): readonly (string | undefined)[] =>
  asObjects(at(way, "spec", "rules")).map(({ host }) => asText(host));

function keep(way: JsonObject): Omit<LiveTraffic, "gaps"> {
  const from = { object: nameOf(way) };
  if (kindOf(way) === "Ingress")
    return {
      way,
      traffic: { router: "nginx", from },
      hosts: publicHosts(hostsOfRules(way)),
      source: "ingress-nginx",
    };
  if (kindOf(way) === "IngressRoute")
    return {
      way,
      traffic: { router: "traefik", from },
      hosts: publicHosts(hostsOfMatches(way)),
      source: "traefik",
    };
  if (kindOf(way) === "VirtualService")
    return {
      way,
      traffic: { router: "istio", from, ...given("gateway", istioGatewayOf(way)) },
      hosts: publicHosts(asList(at(way, "spec", "hosts")).map(asText)),
      source: "istio",
    };
  const [gateway] = gatewaysOf(way);
  return {
    way,
    traffic: { router: "gateway", from, ...(gateway === undefined ? {} : { gateway }) },
    hosts: publicHosts(asList(at(way, "spec", "hostnames")).map(asText)),
  };
}

/** The Service that callers use, as the switch between the tracks; one of several is to be chosen by a person. */
function toSwitch(
  { deployment, services }: Pick<Running, "deployment" | "services">,
  app: string,
): LiveTraffic {
  const router = "replicas";
  const choice = chooseUsers(services, [app, nameOf(deployment)], undefined);
  const found = "problem" in choice ? services[0] : choice.found;
  if (found === undefined)
    return {
      traffic: { router, route: `${app}-tracks` },
      hosts: [],
      gaps: [
        gap(
          "sluice:traffic.route",
          "no Service leads to it: the one that its callers use from now on",
          `${app}-tracks`,
        ),
      ],
    };
  const several = gap(
    "sluice:traffic.from.object",
    `the Service that its callers use, since no route leads to it: one of ${services.map(nameOf).join(", ")}, whose port sluice:app.from.port names`,
    nameOf(found),
  );
  return {
    traffic: { router, from: { object: nameOf(found) } },
    hosts: [],
    gaps: "problem" in choice ? [several] : [],
  };
}

/** Settings of the split of a running service's requests from now on: by the route that it has, where that can be one. */
export function toTraffic(
  { ways, ...service }: Pick<Running, "ways" | "deployment" | "services">,
  app: string,
): LiveTraffic {
  const [way, ...further] = [
    ...ways.filter((one) => ["HTTPRoute", "IngressRoute", "VirtualService"].includes(kindOf(one))),
    ...ways.filter(isOfNginx),
  ];
  const others = ways.filter((one) => one !== way && !further.includes(one));
  const unsplit = [...further, ...others].map((one) =>
    gap(
      "sluice:traffic",
      `${describe(one)} leads to the service as well, and no weight governs it`,
      "it goes on leading to stable",
    ),
  );
  if (way !== undefined) return { ...keep(way), gaps: unsplit };
  if (others.length > 0)
    return {
      traffic: { router: "gateway" },
      hosts: publicHosts(others.flatMap(hostsOfRules)),
      gaps: [
        gap(
          "sluice:traffic.router",
          `how requests are split: ${describeAll(others)} cannot be handed over; \`sluice convert --from ingress\` makes an HTTPRoute of one that ingress-nginx understands`,
          "gateway, with a route of Sluice's own",
        ),
      ],
    };
  return toSwitch(service, app);
}
