import { given } from "../../given";
import { asList, asObjects, asText, asTexts, at, showJson } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { nameOf } from "../../workload/from/identity";
import { selects } from "../../workload/from/services/services";
import { assemble } from "../assemble";
import { chooseOne } from "../choose-one";
import { clean, cleanedFates, toFile } from "../clean";
import type { Converted, Gap, ObjectFile } from "../conversion";
import { exact, near } from "../fate";
import type { Fate } from "../fate";
import { findObject, ofKind } from "../input";
import type { ConvertOptions, InputObject } from "../input";
import { toApp } from "../workload";
import { annotationRules } from "./annotations";
import { isCanaryIngress, judgeCanary } from "./canary";
import { toFilters } from "./filters";
import { toHttpRoute } from "./http-route";
import { readBackend, toHostRules } from "./rules";
import type { HostRules } from "./rules";

/** File of the route that Sluice reads. */
const routeFile = "httproute.yaml";

/** Most rules, and most hosts, of a route in the Gateway API. */
const mostOfRoute = 16;

/** Hosts and paths of an Ingress with their Services. */
function listPaths(
  ingress: JsonObject,
): readonly { readonly key: string; readonly service: string | undefined }[] {
  return asObjects(at(ingress, "spec", "rules")).flatMap((rule) =>
    asObjects(at(rule["http"], "paths")).map((path) => ({
      key: `${asText(rule["host"]) ?? ""} ${asText(path["path"]) ?? "/"}`,
      service: readBackend(path["backend"])?.service,
    })),
  );
}

/** The Service that is released: the one whose path has a canary, else the one of the most paths. */
function findService(ingress: JsonObject, canaries: readonly InputObject[]): string | undefined {
  const paths = listPaths(ingress);
  const split = new Set(canaries.flatMap(({ object }) => listPaths(object).map(({ key }) => key)));
  const chosen = paths.filter(({ key }) => split.has(key));
  const services = (chosen.length === 0 ? paths : chosen).flatMap(({ service }) => service ?? []);
  const count = (name: string): number => services.filter((one) => one === name).length;
  const byCount = [...new Set(services)].toSorted((a, b) => count(b) - count(a));
  return (
    byCount[0] ??
    readBackend(at(ingress, "spec", "defaultBackend") ?? at(ingress, "spec", "backend"))?.service
  );
}

/** The group with the app first, each as a file; the further ones are no business of Sluice. */
function toRoutes(
  groups: readonly HostRules[],
  service: string,
  app: string,
  namespace: string | undefined,
  { host, gateway }: ConvertOptions,
) {
  const own = groups.find(({ services }) => services.includes(service));
  const ordered = groups.toSorted((a, b) => Number(b === own) - Number(a === own));
  return ordered.map((group, index): ObjectFile => {
    const isFirst = index === 0;
    const hosts = isFirst && host !== undefined ? [host] : group.hosts;
    const name = isFirst ? app : `${app}-${index + 1}`;
    const file = isFirst ? routeFile : `httproute-${index + 1}.yaml`;
    return { path: file, object: toHttpRoute(name, namespace, { ...group, hosts }, gateway) };
  });
}

/** Backends beside the app whose port only its name tells: a route takes numbers alone. */
function findPortless({ path: key, object }: ObjectFile, app: string): readonly Gap[] {
  return asObjects(at(object, "spec", "rules")).flatMap((rule, index) =>
    asObjects(rule["backendRefs"])
      .filter((one) => one["port"] === undefined && nameOf({ metadata: one }) !== app)
      .map((one) => ({
        key,
        what: `spec.rules[${index}].backendRefs[0].port: number of the port of Service ${showJson(one["name"])}`,
        command: `kubectl get service ${showJson(one["name"])}`,
      })),
  );
}

function findGaps(
  routes: readonly ObjectFile[],
  options: ConvertOptions,
  service: string,
  all: readonly string[],
): readonly Gap[] {
  const [first, ...further] = routes;
  const hosts = at(first?.object, "spec", "hostnames") as readonly string[];
  return [
    ...(hosts.some((one) => !one.startsWith("*"))
      ? []
      : [{ key: routeFile, what: 'spec.hostnames needs a public host name without "*"' }]),
    ...(options.gateway === undefined
      ? [
          {
            key: routeFile,
            what: "spec.parentRefs: the Gateway that the hosts come in by",
            command: "kubectl get gateways --all-namespaces",
            taken: "gateway, in the app's namespace",
          },
        ]
      : []),
    ...(all.length > 1
      ? [
          {
            key: "sluice:traffic.service",
            what: `the Service that is released, of ${all.join(", ")}`,
            taken: service,
          },
        ]
      : []),
    ...routes.flatMap((route) => findPortless(route, service)),
    ...routes.flatMap(({ path: key, object }) =>
      (["rules", "hostnames"] as const).flatMap((field) => {
        const count = asList(at(object, "spec", field)).length;
        const what = `spec.${field} of an HTTPRoute are at most ${mostOfRoute}: got ${count}; give some to a route of their own`;
        return count > mostOfRoute ? [{ key, what }] : [];
      }),
    ),
    ...further.map(({ path: key }) => ({
      key,
      what: "other hosts of the Ingress: no business of this release, apply it yourself",
      taken: "not read by Sluice",
    })),
  ];
}

/** Converts an Ingress of ingress-nginx, with its canary Ingress and the workload behind it, into an HTTPRoute. */
export function convertIngress(inputs: readonly InputObject[], options: ConvertOptions): Converted {
  const canaries = ofKind(inputs, "Ingress").filter(({ object }) => isCanaryIngress(object));
  const primaries = inputs.filter((one) => !canaries.includes(one));
  const chosen = chooseOne(primaries, "Ingress", { ...options, app: "app" });
  if ("problem" in chosen) return { problems: [chosen.problem] };
  const { input } = chosen;
  const ingress = input.object;
  const service = findService(ingress, canaries);
  if (service === undefined) {
    return {
      problems: [
        {
          text: `Ingress ${nameOf(ingress)} must have a Service as backend: got none`,
          fix: "name another Ingress with --name",
        },
      ],
    };
  }
  const namespace = options.namespace ?? asText(at(ingress, "metadata", "namespace"));
  const app = options.app ?? service;
  const { filters, timeouts, fates } = toFilters(ingress, inputs);
  const hosted = toHostRules(ingress, { filters, timeouts, inputs });
  const routes = toRoutes(hosted.groups, service, app, namespace, options);
  const target = findObject(inputs, ["Service"], service);
  const workload = ofKind(inputs, "Deployment").find(
    ({ object }) =>
      target !== undefined &&
      selects(target.object, asTexts(at(object, "spec", "template", "metadata", "labels"))),
  );
  const deployment = workload === undefined ? service : nameOf(workload.object);
  const template = at(workload?.object, "spec", "template");
  const draft = toApp({
    app,
    deployment,
    deployments: ofKind(inputs, "Deployment").length,
    command: `kubectl${namespace === undefined ? "" : ` --namespace ${namespace}`} get deployment ${deployment} -o yaml`,
    ...given("namespace", namespace),
    ...given("template", template as JsonObject | undefined),
  });
  const file = workload === undefined ? [] : [toFile(clean(workload.object))];
  const own: readonly Fate[] = [
    ...fates,
    ...hosted.fates,
    ...annotationRules,
    ...cleanedFates,
    near("", "replaced by the HTTPRoute in httproute.yaml"),
  ];
  const known = new Map<InputObject, readonly Fate[]>([[input, own]]);
  for (const canary of canaries) known.set(canary, judgeCanary(canary.object));
  if (workload !== undefined)
    known.set(workload, [exact("", `${file[0]?.path}, the workload`), ...cleanedFates]);
  const services = [...new Set(hosted.groups.flatMap((group) => group.services))];
  return {
    conversion: assemble(
      inputs,
      {
        draft,
        stages: [],
        routed: {
          traffic: { from: { manifest: routeFile }, ...(service === app ? {} : { service }) },
          hosts: [],
          fates: [],
          routes: new Map(),
        },
        analysis: {},
        sources: [],
        further: {},
        gaps: findGaps(routes, options, service, services),
        files: [...routes, ...file],
        fates: known,
        namespace: namespace ?? "default",
        change: (object) => object,
        replaced: new Map(),
      },
      options,
    ),
  };
}
