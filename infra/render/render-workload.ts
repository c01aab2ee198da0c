import { log } from "@pulumi/pulumi";
import { isDryRun } from "@pulumi/pulumi/runtime";
import type { Problem } from "../../components/core/problem";
import type { JsonObject } from "../../components/core/revision/revision";
import { readTargets, refuseLostPort } from "../../components/core/workload/from/services/keep-targets";
import { judgeLive } from "../../components/core/workload/from/judge-live";
import { renderApp } from "../../components/core/workload/from/render-app";
import type { RenderedApp } from "../../components/core/workload/from/rendered-app";
import { baseManager } from "../../components/resources/object-metadata";
import { ConfigError } from "../../stacks/config-error";
import type { RenderRequest } from "../../stacks/settings/rendered";
import type { Declared } from "../own-program";
import { reachCluster } from "../../components/session/reach-cluster";
import { startRenderer } from "./invoke";
import { judgeAdopted } from "./judge-adopted";
import { readKubeVersion } from "../../components/cluster/kube-version";
import { readKeptVersion } from "./kept-version";
import { lookAtSet } from "./look-at-set";
import { withSources } from "./find-source";
import { renderDocuments } from "./render-documents";
import { SourceError } from "./source";
import type { RenderContext } from "./source";

/**
 * Renders the workload of a stack and looks at what the cluster has of it.
 * @param root - folder of the project
 * @param tellsNotes - whether a preview of this stack says what the set means
 * @param given - objects that a program of the user's gave
 * @throws {ConfigError} with everything that keeps the set from being released, before anything is declared
 */
export async function renderWorkload(
  root: string,
  request: RenderRequest,
  tellsNotes: boolean,
  given?: Declared,
): Promise<RenderedApp> {
  const { from, patch, options, cluster: choice } = request;
  const { app, namespace } = options;
  const refuse = (problems: readonly Problem[]): ConfigError =>
    new ConfigError(`render the workload of "${app}"`, problems);
  let kubeVersion: string | undefined;
  const askVersion = async (): Promise<string> => {
    const at = await reachCluster(choice);
    kubeVersion = (await readKeptVersion(at, options)) ?? (await readKubeVersion(at));
    return kubeVersion;
  };
  const context: RenderContext = { root, render: startRenderer(), app, namespace, askVersion, ...given };
  const documents = await renderDocuments(from, patch, context).catch((error: unknown) => {
    throw error instanceof SourceError ? refuse(error.problems) : error;
  });
  const result = renderApp(documents, options);
  if ("problems" in result) throw refuse(await withSources(root, request, result.problems));
  const { services, others, notes } = result.app;
  const declared = [...others, ...services.kept, ...services.twins, ...services.open];
  const cluster = await reachCluster(choice);
  const [own, ...live] = await lookAtSet(cluster, namespace, [
    { apiVersion: "v1", kind: "Service", metadata: { name: `${app}-stable` } },
    ...declared,
  ]);
  const lost = refuseLostPort(result.app, own?.body);
  const adoption = await judgeAdopted(cluster, request, { documents, app: result.app, live });
  const isDeclared = (object: JsonObject): boolean => !adoption.adopted.includes(object);
  const problems = [
    ...judgeLive(
      live.filter(({ object }) => isDeclared(object)),
      baseManager,
    ),
    ...(lost === undefined ? [] : [lost]),
    ...adoption.problems,
  ];
  if (problems.length > 0) throw refuse(problems);
  if (tellsNotes && isDryRun()) for (const note of [...notes, ...adoption.notes]) void log.info(note);
  return {
    ...result.app,
    services: { ...services, kept: services.kept.filter(isDeclared), open: services.open.filter(isDeclared) },
    others: others.filter(isDeclared),
    ...(adoption.plan === undefined ? {} : { takeover: adoption.plan }),
    ...(kubeVersion === undefined ? {} : { kubeVersion }),
    liveTargets: readTargets(
      [...(own === undefined ? [] : [own]), ...live].flatMap(({ body }) =>
        body === undefined ? [] : [body],
      ),
    ),
  };
}
