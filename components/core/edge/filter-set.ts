import { toProblem } from "../problem";
import type { Problem } from "../problem";
import { asObject, asObjects, asTexts, at } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import { matchLabels, toSelector } from "../selectors/match-labels";
import { kindOf } from "../workload/from/identity";
import type { RenderedApp, ServicePort } from "../workload/from/rendered-app";
import { filterTemplate } from "./filter-template";
import type { FilterPlan, TakenPort } from "./filter-template";
import { judgeLoad } from "./judge-load";
import { planFilter } from "./plan-filter";
import { toWafConfiguration } from "./sidecar";
import type { WafSpec } from "./waf";

/** Parts of a rendered set that a firewall changes. */
type FilteredParts = Pick<
  RenderedApp,
  "revision" | "services" | "others" | "autoscaler" | "replicas" | "notes"
>;

const named = (target: number | string, taken: readonly TakenPort[]): number | string =>
  taken.find(({ number }) => number === target)?.name ?? target;

/** Service whose ports lead to names: to the firewall in pods that have one, to the app in those that do not yet. */
const retarget = (service: JsonObject, taken: readonly TakenPort[]): JsonObject => ({
  ...service,
  spec: {
    ...asObject(service["spec"]),
    ports: asObjects(at(service, "spec", "ports")).map((port) => ({
      ...port,
      targetPort: named((port["targetPort"] ?? port["port"]) as number | string, taken),
    })),
  },
});

const isIngress = (policy: JsonObject): boolean =>
  kindOf(policy) === "NetworkPolicy" &&
  asObjects(at(policy, "spec", "ingress")).length > 0 &&
  (at(policy, "spec", "policyTypes") === undefined ||
    JSON.stringify(at(policy, "spec", "policyTypes")).includes("Ingress"));

/** A NetworkPolicy that lets in a port by its number lets in what has its name: the firewall, or an app without one. */
function openByName(policy: JsonObject, taken: readonly TakenPort[]): JsonObject {
  const rename = (port: JsonObject): JsonObject =>
    port["port"] === undefined ? port : { ...port, port: named(port["port"] as number | string, taken) };
  const spec = asObject(policy["spec"]);
  return {
    ...policy,
    spec: {
      ...spec,
      ingress: asObjects(spec["ingress"]).map((rule) =>
        rule["ports"] === undefined ? rule : { ...rule, ports: asObjects(rule["ports"]).map(rename) },
      ),
    },
  };
}

/** Metrics of an autoscaler that count the app's container alone: attacks are no reason for more pods. */
function countApp(autoscaler: RenderedApp["autoscaler"], container: string): RenderedApp["autoscaler"] {
  const count = (metric: Json): Json => {
    const resource = at(metric, "resource");
    if (at(metric, "type") !== "Resource" || resource === undefined) return metric;
    return { type: "ContainerResource", containerResource: { ...asObject(resource), container } };
  };
  const { metrics } = autoscaler ?? {};
  return autoscaler === undefined || metrics === undefined
    ? autoscaler
    : { ...autoscaler, metrics: metrics.map(count) };
}

/** Port at which Prometheus finds what the firewall counts, and whose part it is to send it there. */
function explainScrapes({ metrics, isAnnotated, taken }: FilterPlan, { metricsPort }: WafSpec): string {
  const name = taken.find(({ becomes }) => becomes === metricsPort)?.name ?? "waf-metrics";
  const orElse = `Prometheus has to scrape port ${name} (${metricsPort}), or nothing tells what the firewall refuses and the next release is held`;
  if (metrics === undefined) return `no port of the set is known for metrics: ${orElse}`;
  return isAnnotated
    ? `the app's metrics (port ${metrics.port}) and the firewall's are scraped at port ${metricsPort}`
    : `the app's metrics (port ${metrics.port}) and the firewall's are at one port, and no annotation says so: ${orElse}`;
}

/**
 * Puts a firewall before the app of a rendered set; its Services, probes, ports and policies follow.
 * @param app - `app.name`
 */
export function filterSet<Parts extends FilteredParts>(
  parts: Parts,
  app: string,
  waf: WafSpec,
): { readonly app: Parts } | { readonly problems: readonly Problem[] } {
  const { revision, services, others, autoscaler, replicas = 1, notes } = parts;
  const users = services.ports.find(({ port }) => port === services.userPort);
  const result = planFilter(revision.template, users, waf);
  const thin = judgeLoad(waf, autoscaler?.maxReplicas ?? replicas);
  const thinly = thin === undefined ? [] : [toProblem(thin)];
  if ("problems" in result) return { problems: [...result.problems, ...thinly] };
  if (thinly.length > 0) return { problems: thinly };
  const { taken } = result.plan;
  const [front] = taken as readonly [TakenPort];
  const labels = asTexts(at(revision.template, "metadata", "labels"));
  const isOurs = (one: JsonObject): boolean =>
    isIngress(one) && matchLabels(labels, toSelector(at(one, "spec", "podSelector")));
  const guards = others.filter(isOurs);
  const isAlone = asObjects(at(revision.template, "spec", "containers")).length === 1;
  const lead = (ports: readonly ServicePort[]): readonly ServicePort[] =>
    ports.map((port) => ({ ...port, targetPort: named(port.targetPort, taken) }));
  const turn = (all: readonly JsonObject[]): readonly JsonObject[] => all.map((one) => retarget(one, taken));
  const past = services.ports.filter(
    ({ targetPort }) => !taken.some(({ name, number }) => [name, number].includes(targetPort as never)),
  );
  const scaler = isAlone ? countApp(autoscaler, revision.container) : autoscaler;
  return {
    app: {
      ...parts,
      revision: {
        ...revision,
        template: filterTemplate(revision.template, app, waf, result.plan),
        configuration: [...revision.configuration, toWafConfiguration(app, waf, { port: front.number })],
      },
      services: {
        ...services,
        ports: lead(services.ports),
        kept: turn(services.kept),
        twins: turn(services.twins),
        open: turn(services.open),
      },
      others: others.map((one) => (guards.includes(one) ? openByName(one, taken) : one)),
      ...(scaler === undefined ? {} : { autoscaler: scaler }),
      notes: [
        ...notes,
        `port ${front.name} of the pods leads to the firewall, which asks the app at ${front.number}`,
        explainScrapes(result.plan, waf),
        ...(guards.length === 0
          ? [
              `no NetworkPolicy of the set is about these pods: others can ask the app at ${front.number}, past the firewall`,
            ]
          : []),
        ...past.map(({ port }) => `port ${port} of the Service leads past the firewall`),
      ],
    },
  };
}
