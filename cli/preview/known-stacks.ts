import * as path from "node:path";
import { routerOf } from "../../components/core/routers/routers";
import { fullReplicas } from "../../components/core/workload/sizes/capacity";
import { findStackFolder, listEnvironments, loadStack } from "../../stacks/load";
import { ConfigError } from "../../stacks/config-error";
import { platformStack } from "../../stacks/name";
import type { EnvironmentFacts } from "./environment-preview";

/** Stacks of a project, as its files declare them. */
export interface ProjectStacks {
  readonly environments: readonly EnvironmentFacts[];
  readonly platform: boolean;
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
  const names = await listEnvironments(await findStackFolder(path.resolve(root)));
  const environments = wanted.length > 0 ? wanted : names.filter((name) => name !== platformStack);
  const read = await Promise.all(
    environments
      .filter((name) => name !== platformStack)
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
    platform: names.includes(platformStack) && (wanted.length === 0 || wanted.includes(platformStack)),
  };
}
