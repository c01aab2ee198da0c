import type { Stage } from "../../components/core/stage/exposure";
import { formatStackName, parseStackName, platformStack } from "../../stacks/name";

/** An environment and its stages in order. */
export interface KnownEnvironment {
  readonly environment: string;
  readonly stages: readonly Stage[];
}

/** A stack that a change affects. */
export interface AffectedStack {
  readonly stack: string;
  /** For example `Pulumi.prod.yaml` or `infra/stage.ts and 3 more`. */
  readonly why: string;
}

/** Stacks of a project. */
export interface KnownStacks {
  readonly environments: readonly KnownEnvironment[];
  /** Whether the project has a stack for what belongs to the whole cluster. */
  readonly platform: boolean;
  /** Folder of Pulumi.yaml within the repository, with a final slash; empty for the repository itself. */
  readonly folder: string;
}

/** Files that belong to no stack, by their path in the project. */
const nothing =
  /^(docs|test|bench|\.git[^/]*|\.ci|\.vscode)\/|^[^/]*\.md$|^(LICENSE|\.gitignore|\.editorconfig)$/;

const stackFile = /^(?:.*\/)?Pulumi\.([a-z0-9-]+)\.yaml$/;

/** Every stack of an environment: base first, then its stages in order. */
export function stacksOf({ environment, stages }: KnownEnvironment): string[] {
  return [environment, ...stages.map(({ key }) => formatStackName({ kind: "stage", environment, key }))];
}

function stacksOfFile(path: string, { environments, platform }: KnownStacks): string[] {
  const everything = [...environments.flatMap(stacksOf), ...(platform ? [platformStack] : [])];
  const named = stackFile.exec(path)?.[1];
  if (named === undefined) return everything;
  if (named === platformStack) return platform ? [platformStack] : [];
  const environment = environments.find((one) => one.environment === named);
  if (environment !== undefined) return stacksOf(environment);
  return everything.includes(named) ? [named] : [];
}

/**
 * Stacks that a change affects: an environment's file affects its base and stages, a stage's file that stage, a file
 * that may be program or policy all of them, documents and tests none.
 * @param files - changed files, paths from the repository's root
 * @returns stacks in the order in which they run, each with the change that affects it
 */
export function findAffectedStacks(files: readonly string[], known: KnownStacks): AffectedStack[] {
  const inside = files
    .filter((file) => file.startsWith(known.folder))
    .map((file) => file.slice(known.folder.length))
    .filter((file) => !nothing.test(file));
  const order = [...known.environments.flatMap(stacksOf), platformStack];
  return order.flatMap((stack) => {
    const [first, ...more] = inside.filter((file) => stacksOfFile(file, known).includes(stack));
    if (first === undefined) return [];
    return [{ stack, why: more.length === 0 ? first : `${first} and ${more.length} more` }];
  });
}

/** Environment of a stack and key of its stage; no key for a base stack, undefined for the platform's. */
export function readStack(stack: string): { environment: string; key?: string } | undefined {
  if (stack === platformStack) return undefined;
  const name = parseStackName(stack);
  return name.kind === "stage"
    ? { environment: name.environment, key: name.key }
    : { environment: name.environment };
}
