import type { Problem } from "../problem";
import { asObjects, asTexts, at } from "../json";
import type { JsonObject } from "../revision/revision";
import { containerName, lastingContainers } from "../workload/from/template/choose-container";
import type { ServicePort } from "../workload/from/rendered-app";
import { sidecarVolumes } from "./sidecar";
import type { FilterPlan, TakenPort } from "./filter-template";
import { wafContainer } from "./waf";
import type { WafSpec } from "./waf";

interface Declared {
  readonly container: string;
  readonly name: string | undefined;
  readonly number: number;
}

const listDeclared = (template: JsonObject): readonly Declared[] =>
  lastingContainers(template).flatMap((one) =>
    asObjects(one["ports"]).map(({ name, containerPort }) => ({
      container: containerName(one),
      name: typeof name === "string" ? name : undefined,
      number: Number(containerPort),
    })),
  );

const path = "sluice:edge.waf";

/** Protocols that its rules cannot read, as a Service says them. */
const unreadable = /^(?:kubernetes\.io\/(?:h2c|wss?)|grpc|https|tls)$/i;

/** Everything of a set that keeps a firewall from its pods, whatever the ports are. */
function findClashes(template: JsonObject, declared: readonly Declared[], waf: WafSpec): readonly Problem[] {
  const names = ["containers", "initContainers"].flatMap((list) =>
    asObjects(at(template, "spec", list)).map(containerName),
  );
  const volumes = asObjects(at(template, "spec", "volumes")).map(({ name }) => name);
  return [
    ...(names.includes(wafContainer)
      ? [
          {
            path,
            text: `${path} must be left out where the set has a container "${wafContainer}" of its own`,
            fix: "give that container another name, or take it out of the set",
          },
        ]
      : []),
    ...sidecarVolumes
      .filter((name) => volumes.includes(name))
      .map((name) => ({
        path,
        text: `${path} must have volume "${name}" for itself: got one of the set`,
        fix: "give the set's volume another name",
      })),
    ...(at(template, "spec", "hostNetwork") === true
      ? [
          {
            path,
            text: `${path} must be left out with spec.hostNetwork: the node's own address leads past it`,
            fix: "take hostNetwork out of the set",
          },
        ]
      : []),
    ...(["port", "metricsPort"] as const)
      .filter((key) => declared.some(({ number }) => number === waf[key]))
      .map((key) => ({
        path: `${path}.${key}`,
        text: `${path}.${key} must be another port than those of the set's containers: got ${waf[key]}`,
        fix: "choose one that nothing in the pods listens on",
      })),
  ];
}

/** Port of the app's metrics: the annotation's, else one that is called so. */
function findMetrics(template: JsonObject, declared: readonly Declared[]) {
  const annotations = asTexts(at(template, "metadata", "annotations"));
  const annotated = Number(annotations["prometheus.io/port"]);
  const isAnnotated = annotations["prometheus.io/scrape"] === "true" && Number.isInteger(annotated);
  const named = declared.find(({ name }) => name !== undefined && /(?:^|-)metrics$/.test(name));
  const port = isAnnotated ? annotated : named?.number;
  return { isAnnotated, port, path: annotations["prometheus.io/path"] ?? "/metrics" };
}

/**
 * Plans the firewall of a rendered set.
 * @param users - port of the Service (or container) that the users' requests come to
 */
export function planFilter(
  template: JsonObject,
  users: ServicePort | undefined,
  waf: WafSpec,
): { readonly plan: FilterPlan } | { readonly problems: readonly Problem[] } {
  const declared = listDeclared(template);
  const problems = [...findClashes(template, declared, waf)];
  const target = declared.find(({ name, number }) => [name, number].includes(users?.targetPort));
  if (users === undefined || target === undefined) {
    const text = `${path} must be left out where no Service or port of the set takes users' requests`;
    return { problems: [...problems, { path, text, fix: "name the port in sluice:app.from.port" }] };
  }
  const { appProtocol } = users;
  if (appProtocol !== undefined && unreadable.test(appProtocol))
    problems.push({
      path,
      text: `${path} must stand before plain HTTP/1.1: got ${appProtocol} at port ${users.port} of the users' Service`,
      fix: "leave the firewall out, or let the pods speak HTTP/1.1",
    });
  if (target.name === undefined) {
    problems.push({
      path,
      text: `the users' port of container ${target.container} must have a name, which then leads to the firewall: got ${target.number} without one`,
      fix: "give it a name in the set, release that, then add the firewall",
    });
    return { problems };
  }
  if (problems.length > 0) return { problems };
  const { isAnnotated, port, path: metricsPath } = findMetrics(template, declared);
  const scraped = declared.find(({ name, number }) => number === port && name !== undefined);
  const taken: TakenPort[] = [{ name: target.name, number: target.number, becomes: waf.port }];
  if (scraped?.name !== undefined && scraped.number !== target.number)
    taken.push({ name: scraped.name, number: scraped.number, becomes: waf.metricsPort });
  return {
    plan: {
      taken,
      container: target.container,
      isAnnotated,
      ...(port === undefined ? {} : { metrics: { port, path: metricsPath } }),
    },
  };
}
