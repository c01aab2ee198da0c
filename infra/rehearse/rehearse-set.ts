import { connectOnce } from "../../components/cluster/connect";
import { tryObject } from "../../components/cluster/try-object";
import { distinct } from "../../components/core/problem";
import { kindOf } from "../../components/core/workload/from/identity";
import { explainRefusal } from "../../components/core/workload/explain-refusal";
import type { Trial } from "../../components/core/workload/explain-refusal";
import { inParallel } from "../../components/http/in-parallel";
import { demandPlace } from "../../components/session/demand-place";
import { baseManager } from "../../components/resources/object-metadata";
import { ConfigError } from "../../stacks/config-error";
import type { BasePlan } from "../../stacks/load";
import { readRunning } from "../read-running";
import { withSources } from "../render/find-source";
import { placeSet } from "../render/look-at-set";
import type { PlacedObject } from "../render/look-at-set";
import { listWritten } from "./written-set";

const untried = "not tried on the API server before the write";

/** Objects that are tried at once. */
const atOnce = 8;

/**
 * Tries the writes of a base stack, which stores nothing: a fault that only the API server knows ends the run before any
 * object is written. A rollback under way writes another revision, and is never kept back by the checkout's.
 * @param root - folder of the project
 * @returns sentences on what could not be tried
 * @throws {ConfigError} with every refusal of the API server
 * @throws {RunEnd} where the cluster is too old, or the namespace is being deleted
 */
export async function rehearseSet(root: string, plan: BasePlan): Promise<readonly string[]> {
  const { settings } = plan;
  const { app, namespace } = settings;
  // The release itself explains a cluster that it cannot reach.
  const cluster = await connectOnce(settings.cluster).catch(() => undefined);
  if (cluster === undefined) return [];
  await demandPlace(cluster, namespace);
  const running = await readRunning(cluster, settings).catch(() => undefined);
  if (running?.kind === "rollback") return [];
  const all = listWritten(plan);
  let placed: readonly PlacedObject[];
  try {
    placed = await placeSet(
      cluster,
      namespace,
      all.map(({ object }) => object),
    );
  } catch (error) {
    return [`${untried}: all objects: ${(error as Error).message}`];
  }
  const tried = all.flatMap((one, index) => {
    const path = placed[index]?.path;
    return path === undefined ? [] : [{ ...one, path }];
  });
  const trials = await inParallel(tried, atOnce, async ({ object, path, name, isWorkload }) => {
    const refusal = await tryObject(cluster, path, object, baseManager);
    const isSecret = kindOf(object) === "Secret";
    const trial: Trial =
      refusal === undefined ? { problems: [] } : explainRefusal(refusal, { name, isWorkload, isSecret });
    return { name, trial };
  });
  const problems = trials.flatMap(({ trial }) => ("problems" in trial ? trial.problems : []));
  if (problems.length > 0) {
    const each = distinct(problems);
    throw new ConfigError(
      `deploy "${app}" (tried on the API server, nothing was changed)`,
      plan.request === undefined ? each : await withSources(root, plan.request, each),
    );
  }
  const unknown = trials.flatMap(({ name, trial }) =>
    "unknown" in trial ? [`${untried}: ${name}: ${trial.unknown}`] : [],
  );
  return [...new Set(unknown)];
}
