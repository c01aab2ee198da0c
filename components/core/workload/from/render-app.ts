import { filterSet } from "../../edge/filter-set";
import type { Problem } from "../../problem";
import type { Json, JsonObject } from "../../revision/revision";
import { chooseContainer } from "./template/choose-container";
import { chooseDeployment } from "./template/choose-deployment";
import { declarePorts } from "./services/declare-ports";
import { toDeploymentFields } from "./template/deployment";
import { addDrain, listTargets } from "./template/drain";
import { dropMarks } from "./template/drop-marks";
import { dropTwins } from "./drop-twins";
import { dropWritten } from "./drop-written";
import { flattenLists } from "./flatten-lists";
import { takeHooks } from "./take/hooks";
import { describeAll, nameOf } from "./identity";
import { setImage } from "./template/image";
import { asObject, asObjects, asText, at } from "../../json";
import { namePods } from "./template/name-pods";
import { renamePods } from "./template/rename-pods";
import { refuseTemplate } from "./refuse/refuse-template";
import { isOwnNamespace, refuseObjects, refuseSize } from "./refuse/refuse-objects";
import { refuseParallel } from "./refuse/refuse-parallel";
import type { RenderedApp, RenderOptions } from "./rendered-app";
import { portsOf } from "./services/services";
import { takeConfiguration } from "./take/take-configuration";
import { takeMigration } from "./take/take-migration";
import { takeRoutes } from "./services/take-routes";
import { retarget, takeScale } from "./take/take-scale";
import { takeServices } from "./services/take-services";

/** A set as Sluice owns it, or everything that keeps it from that. */
export type RenderResult = { readonly app: RenderedApp } | { readonly problems: readonly Problem[] };

/**
 * Cuts a rendered set into what is released, what the tracks take over, and what is declared beside them.
 * @param documents - as a manifest, kustomization or chart gave them
 */
export function renderApp(documents: readonly Json[], options: RenderOptions): RenderResult {
  const { app, namespace, drainSeconds } = options;
  const { objects: flat, problems: broken } = flattenLists(documents);
  const { objects: own, notes: written } = dropWritten(flat);
  const { objects: all, notes: twins } = dropTwins(own);
  const problems = [...broken, ...refuseObjects(all, options)];
  const { jobs, rest: marked, leftOut } = takeHooks(all.filter((one) => !isOwnNamespace(one, namespace)));
  const { objects: cleaned, notes: marks } = dropMarks(marked);
  const choice = chooseDeployment(cleaned, options.workload);
  if ("problem" in choice) return { problems: [...problems, choice.problem] };
  const beside = cleaned.filter((one) => one !== choice.found);
  const renamed = renamePods(choice.found, beside, app);
  const { deployment, others: left } = renamed;
  const rest = [deployment, ...left];
  const rendered = asObject(at(deployment, "spec", "template"));
  problems.push(...refuseTemplate(deployment), ...renamed.problems);
  if (options.parallel === undefined) problems.push(...refuseParallel(deployment, rest));
  const container = chooseContainer(rendered, app, options.container);
  if ("problem" in container) return { problems: [...problems, container.problem] };
  const imaged = setImage(rendered, container.found, options.image);
  if ("problem" in imaged) problems.push(imaged.problem);

  const services = takeServices(
    left,
    { deployment, template: rendered, container: container.found },
    options,
  );
  const scale = takeScale(left, deployment);
  const routes = takeRoutes(left, services.taken.map(nameOf), options);
  const gone = new Set([...services.taken, ...scale.taken, ...routes.taken]);
  const staying = left.filter((one) => !gone.has(one));
  const configuration = takeConfiguration(staying, rendered, [...staying, ...jobs.map(({ job }) => job)]);
  const others = staying
    .filter((one) => !configuration.taken.includes(one))
    .map((one) => retarget(one, nameOf(deployment), app));
  problems.push(...services.problems, ...scale.problems, ...routes.problems, ...configuration.problems);
  if ("problem" in imaged) return { problems };
  const migration = takeMigration(
    jobs,
    { written: imaged.written, released: imaged.image },
    options.migration,
  );
  problems.push(...migration.problems);

  const ports = services.taken.flatMap(portsOf);
  const declared = declarePorts(imaged.template, ports, container.found);
  const targets = listTargets(declared.template, ports);
  const drained = addDrain(declared.template, targets, drainSeconds);
  const named = namePods(drained.template, app, container.found);
  const revision = {
    template: named.template,
    container: container.found,
    configuration: configuration.configuration,
  };
  const size = refuseSize("the revision (template and configuration)", revision);
  if (size !== undefined) problems.push(size);
  if (problems.length > 0) return { problems };
  const replicas = at(deployment, "spec", "replicas");
  const taken: RenderedApp = {
    revision,
    image: imaged.image,
    workload: nameOf(deployment),
    deployment: toDeploymentFields(deployment),
    ...(typeof replicas === "number" ? { replicas } : {}),
    ...(scale.autoscaler === undefined ? {} : { autoscaler: scale.autoscaler }),
    ...(scale.budget === undefined ? {} : { budget: scale.budget }),
    services: services.services,
    others,
    hooks: migration.hooks,
    probePaths: listProbePaths(rendered),
    notes: [
      ...explainParallel(options, deployment, rest),
      ...declared.added.map(
        (port) => `added to container ${container.found}: port ${port}, which a Service of it leads to`,
      ),
      ...drained.added.map(
        (name) =>
          `added to container ${name}: it serves on for ${drainSeconds}s before SIGTERM, and its pod has ${drainSeconds}s longer to end`,
      ),
      ...drained.own.map(
        (name) =>
          `container ${name} keeps its own preStop hook: draining rests on the endpoint leaving first`,
      ),
      ...renamed.notes,
      ...named.notes,
      ...imaged.notes,
      ...configuration.notes,
      ...services.notes,
      ...routes.notes,
      ...migration.notes,
      ...marks,
      ...twins,
      ...written,
      ...(leftOut.length === 0 ? [] : [`hooks that nothing runs are left out: ${leftOut.join(", ")}`]),
      ...(others.length === 0 ? [] : [`changes at once, for stable too: ${describeAll(others)}`]),
    ],
  };
  return options.waf === undefined ? { app: taken } : filterSet(taken, app, options.waf);
}

function explainParallel(
  { parallel }: RenderOptions,
  deployment: JsonObject,
  objects: readonly JsonObject[],
) {
  if (parallel === undefined) return [];
  const waived = refuseParallel(deployment, objects).map(({ path }) => String(path));
  return waived.length === 0
    ? ["sluice:app.parallel has no effect: nothing keeps two versions from running at once"]
    : [`two versions run at once in spite of ${waived.join(", ")}: ${parallel}`];
}

/** Paths that probes of the pods request: no user asks for them. */
function listProbePaths(template: JsonObject): readonly string[] {
  const containers = ["containers", "initContainers"].flatMap((list) =>
    asObjects(at(template, "spec", list)),
  );
  const paths = containers.flatMap((one) =>
    ["startupProbe", "readinessProbe", "livenessProbe"].map((probe) =>
      asText(at(one, probe, "httpGet", "path")),
    ),
  );
  return [...new Set(paths.filter((path) => path !== undefined))];
}
