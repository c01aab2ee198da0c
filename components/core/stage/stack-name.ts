/** Parts of a stack's name. */
export interface StackParts {
  readonly environment: string;
  /** Key of the stage as it is written, whether or not it names one; absent for a base stack. */
  readonly key?: string;
}

/**
 * Splits the name of a stack at its first `-canary`, which no environment's name contains.
 * @example splitStackName("prod-canary-5") // { environment: "prod", key: "5" }
 */
export function splitStackName(name: string): StackParts {
  const [, environment, key = ""] = /^(.*?)-canary(?:-(.*))?$/.exec(name) ?? [];
  return environment === undefined ? { environment: name } : { environment, key };
}

/**
 * Name of the stack of a stage.
 * @example stageStack("prod", "5") // "prod-canary-5"
 */
export function stageStack(environment: string, key: string): string {
  return `${environment}-canary-${key}`;
}
