import { isStageKey } from "../components/core/stage/exposure";
import { splitStackName, stageStack } from "../components/core/stage/stack-name";
import { ConfigError } from "./config-error";

/** Meaning of a stack's name: a whole environment (the base stack), or one stage of it. */
export type StackName =
  | { readonly kind: "base"; readonly environment: string }
  | {
      readonly kind: "stage";
      readonly environment: string;
      /** The stage's key: of a weight its number, 1 to 100, of any other its name. */
      readonly key: string;
    };

/** The one stack per cluster for what belongs to the whole of it. */
export const platformStack = "platform";

/** Names of stacks that belong to no environment. */
export const clusterStacks: readonly string[] = [platformStack];

const environmentRule =
  'be "<environment>" or "<environment>-canary-<weight>" in lower-case letters, digits and "-", for example "prod" or "prod-canary-5"';

/**
 * Reads a stack's name.
 * @throws {ConfigError} when it names neither an environment nor a stage
 * @example parseStackName("prod-canary-5") // { kind: "stage", environment: "prod", key: "5" }
 */
export function parseStackName(name: string): StackName {
  const refuse = (rule: string, fix?: string): ConfigError =>
    new ConfigError(`use stack "${name}"`, [
      { path: "stack name", rule, got: name, ...(fix === undefined ? {} : { fix }) },
    ]);
  const { environment, key } = splitStackName(name);
  if (clusterStacks.includes(environment)) {
    throw refuse(
      `not be "${name}"`,
      `"${environment}" is reserved for what belongs to the whole cluster: it is no environment and has no stages`,
    );
  }
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(environment)) throw refuse(environmentRule);
  if (key === undefined) return { kind: "base", environment };
  if (!isStageKey(key)) {
    throw refuse(
      'end in a whole percent from 1 to 100, or the name of a match or mirror, after "-canary-"',
      `for example "${environment}-canary-5"`,
    );
  }
  return { kind: "stage", environment, key };
}

/** The stack's name, the reverse of {@link parseStackName}. */
export function formatStackName(name: StackName): string {
  return name.kind === "base" ? name.environment : stageStack(name.environment, name.key);
}
