import * as path from "node:path";
import { routerOf } from "../../components/core/routers/routers";
import { fullReplicas } from "../../components/core/workload/sizes/capacity";
import { findStackFolder, listClusterStacks, listEnvironments, loadStack } from "../../stacks/load";
import { ConfigError } from "../../stacks/config-error";
import { clusterStacks } from "../../stacks/name";
import type { EnvironmentFacts } from "./environment-preview";

/** Stacks of a project, as its files declare them. */
export interface ProjectStacks {
  readonly environments: readonly EnvironmentFacts[];
  /** Stacks that belong to the whole cluster. */
  readonly others: readonly string[];
  /** Environments whose file cannot be used, each with every problem of it. */
  readonly broken: readonly { readonly environment: string; readonly problem: string }[];
}

async function readFacts(root: string, environment: string): Promise<EnvironmentFacts> {
  const { settings, defaults } = (await loadStack(root, environment)) as Extract<
    Awaited<ReturnType<typeof loadStack>>,
    { readonly kind: "base" }
  >;
  const { stable, stages, image } = settings;
  const least = "replicas" in stable ? stable.replicas : stable.minReplicas;
  return {
    environment,
    image,
    stages,
    byPods: routerOf(settings).byPods ?? false,
    replicas: fullReplicas({ declared: stable, replicas: least, weight: 0 }),
    ...(defaults === undefined ? {} : { defaults }),
  };
}

/**
 * Reads which stacks a project has.
 * @param wanted - environments; empty for all that have a file
 */
export async function readProjectStacks(root: string, wanted: readonly string[]): Promise<ProjectStacks> {
  const folder = await findStackFolder(path.resolve(root));
  const [names, others] = await Promise.all([listEnvironments(folder), listClusterStacks(folder)]);
  const environments = wanted.length > 0 ? wanted : names;
  const read = await Promise.all(
    environments
      .filter((name) => !clusterStacks.includes(name))
      .map(async (environment) => {
        try {
          return await readFacts(root, environment);
        } catch (error) {
          // The preview of the request that broke a file reports the problem on that request.
          if (error instanceof ConfigError) return { environment, problem: error.message };
          throw error;
        }
      }),
  );
  return {
    environments: read.filter((one) => "stages" in one),
    broken: read.filter((one) => "problem" in one),
    others: others.filter((name) => wanted.length === 0 || wanted.includes(name)),
  };
}
