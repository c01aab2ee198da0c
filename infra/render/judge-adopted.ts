import type { Cluster } from "../../components/cluster/api";
import { judgeAdoption } from "../../components/core/adopt/judge-adoption";
import type { AdoptionFinding } from "../../components/core/adopt/judge-adoption";
import { asTexts, at } from "../../components/core/json";
import type { Json, JsonObject } from "../../components/core/revision/revision";
import type { RoutedKind, RouterObject } from "../../components/core/routers/routed-kind";
import { routerOf } from "../../components/core/routers/routers";
import { objectNames, trackLabels } from "../../components/core/settings";
import { findDifferences } from "../../components/core/takeover/differences";
import type { LiveObject } from "../../components/core/workload/from/judge-live";
import { renderApp } from "../../components/core/workload/from/render-app";
import type { RenderedApp } from "../../components/core/workload/from/rendered-app";
import { baseManager } from "../../components/resources/object-metadata";
import type { RenderRequest } from "../../stacks/settings/rendered";
import { lookAtSet } from "./look-at-set";
import { lookAtRunning, withRunning } from "./look-at-running";

/** A set, as it was rendered and as the cluster has it. */
export interface AdoptedSet {
  readonly documents: readonly Json[];
  readonly app: RenderedApp;
  readonly live: readonly (LiveObject & { readonly body?: JsonObject })[];
}

/** Name of a Deployment as an object. */
const deploymentOf = (name: string): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
});

/** A route of the user's as an object. */
const toObject = ({ group, version, kind }: RoutedKind, name: string): JsonObject => ({
  apiVersion: `${group}/${version}`,
  kind,
  metadata: { name },
});

/** Looks at the running service that a set adopts, and judges it; without one nothing is adopted. */
export async function judgeAdopted(
  cluster: Cluster,
  { adopt, options, router, isShared, stableService }: RenderRequest,
  { documents, app, live }: AdoptedSet,
): Promise<AdoptionFinding> {
  if (adopt === undefined) return { adopted: [], problems: [], notes: [] };
  const { namespace } = options;
  const { kinds, takeover } = routerOf({ traffic: { router } });
  const [kind] = kinds;
  const beside =
    isShared && takeover.main !== undefined && kind !== undefined ? [toObject(kind, options.route)] : [];
  const [running, stable, way] = await lookAtSet(cluster, namespace, [
    deploymentOf(adopt),
    deploymentOf(`${options.app}-stable`),
    ...beside,
  ]);
  const body = running?.body ?? deploymentOf(adopt);
  const facts = await lookAtRunning(cluster, namespace, body, app, `${options.app}-stable`);
  const asIs = renderApp(withRunning(documents, body, live), options);
  return judgeAdoption({
    ...facts,
    app: options.app,
    deployment: adopt,
    manager: baseManager,
    router,
    route: options.route,
    isShared,
    main:
      way?.body &&
      takeover.main?.(way.body as unknown as RouterObject, stableService, objectNames(options.app).canary),
    stableService,
    users: app.services.users,
    labels: {
      ...asTexts(at(app.revision.template, "metadata", "labels")),
      ...trackLabels(options.app, "stable"),
    },
    running: running?.live,
    live,
    hasBegun: stable?.body !== undefined,
    differences: "problems" in asIs ? ["spec.template"] : findDifferences(app.revision, asIs.app.revision),
    wanted: app.image,
  });
}
