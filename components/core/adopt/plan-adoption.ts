import { complete } from "../convert/complete";
import type { Conversion } from "../convert/conversion";
import { toFile } from "../convert/clean";
import type { ConvertOptions } from "../convert/input";
import { chooseSource } from "../convert/routed";
import { toApp } from "../convert/workload";
import { given } from "../given";
import { asObjects, asText, asTexts, at, showJson } from "../json";
import { isByPods } from "../routers/routers";
import type { JsonObject } from "../revision/revision";
import { nameLabel } from "../workload/from/template/rename-pods";
import { containerName } from "../workload/from/template/choose-container";
import { nameOf } from "../workload/from/identity";
import type { Pod } from "../workload/pod";
import { findLiveImage } from "./live-image";
import { leadsTo } from "./running";
import type { Running } from "./running";
import { toManifest } from "./to-manifest";
import { toStages } from "./to-stages";
import { toTraffic } from "./to-traffic";
import type { LiveTraffic } from "./to-traffic";

/** Files of an environment for a service that runs, and how its requests come in. */
export interface Adoption {
  readonly conversion: Conversion;
  readonly traffic: LiveTraffic;
}

/** Name of the app: the label that Services find its pods by, where they do, else the Deployment's. */
function nameApp({ deployment, services }: Running): string {
  const label = asTexts(at(deployment, "spec", "template", "metadata", "labels"))[nameLabel];
  const isSelected = [
    at(deployment, "spec", "selector", "matchLabels", nameLabel),
    ...services.map((one) => at(one, "spec", "selector", nameLabel)),
  ].some((one) => one !== undefined);
  return label !== undefined && isSelected ? label : nameOf(deployment);
}

/** Service by which the route means the app: the one that it names. */
const findUsers = ({ services }: Running, { way }: LiveTraffic): string | undefined =>
  way === undefined ? undefined : services.map(nameOf).find((name) => leadsTo(way, name));

/** Place of the workload where a person names it: folder of a chart or of a kustomization. */
export interface WrittenElsewhere {
  readonly chart?: string;
  readonly kustomize?: string;
}

/** Files that an environment for a running service is made of; nothing of the cluster changes by them. */
export function planAdoption(
  running: Running,
  pods: readonly Pod[],
  options: ConvertOptions & WrittenElsewhere,
): Adoption {
  const { deployment, services, scalers, budgets, configuration } = running;
  const app = options.app ?? nameApp(running);
  const { chart, kustomize } = options;
  const from = chart === undefined ? kustomize && { kustomize } : { chart: { path: chart } };
  const template = at(deployment, "spec", "template") as JsonObject;
  const draft = toApp({
    app,
    deployment: nameOf(deployment),
    deployments: 1,
    template,
    command: "",
    ...given("namespace", asText(at(deployment, "metadata", "namespace"))),
  });
  const containers = asObjects(at(template, "spec", "containers")).map(containerName);
  const container = asText(draft.app["container"]) ?? containers.find((one) => one === app) ?? containers[0];
  const image = findLiveImage(draft.image, container ?? "", pods);
  const traffic = toTraffic(running, app);
  const service = findUsers(running, traffic);
  const router = showJson(traffic.traffic["router"]);
  const source = chooseSource(router, [traffic.source]);
  const hasNoHosts = isByPods(router);
  const { settings, gaps } = complete(
    {
      app: { ...draft.app, ...given("from", from), adopt: nameOf(deployment) },
      ...given("image", image ?? draft.image),
      stages: hasNoHosts ? toStages(Math.max(1, pods.length)) : [],
      traffic: { ...traffic.traffic, ...(service === undefined || service === app ? {} : { service }) },
      hosts: traffic.hosts,
      analysis: source.analysis,
      gaps: [...draft.gaps, ...source.gaps, ...traffic.gaps],
    },
    options,
  );
  const set = from === undefined ? [deployment, ...services, ...scalers, ...budgets, ...configuration] : [];
  const files = set.map((one) => toFile(toManifest(one)));
  const { hosts: _, ...byPods } = settings["traffic"] as JsonObject;
  return {
    traffic,
    conversion: {
      app,
      settings: hasNoHosts ? { ...settings, traffic: byPods } : settings,
      files,
      rows: [],
      gaps: hasNoHosts ? gaps.filter(({ key }) => !key.startsWith("sluice:traffic.hosts")) : gaps,
    },
  };
}
