import { posix } from "node:path";
import type { Stage } from "../../components/core/stage/exposure";
import { clusterStacks, formatStackName, parseStackName } from "../../stacks/name";

/** An environment and its stages in order. */
export interface KnownEnvironment {
  readonly environment: string;
  readonly stages: readonly Stage[];
  /** Values that it shares with other services; a path is one from the project. */
  readonly defaults?: { readonly file: string };
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
  /** Stacks of the project that belong to the whole cluster. */
  readonly others: readonly string[];
  /** Folder of Pulumi.yaml within the repository, with a final slash; empty for the repository itself. */
  readonly folder: string;
  /** Whether its packages are those of a folder above, since it has no package.json of its own. @default false */
  readonly packagesAbove?: boolean;
}

/** Files that belong to no stack, by their path in the project. */
const nothing =
  /^(docs|test|bench|\.git[^/]*|\.ci|\.vscode)\/|^[^/]*\.md$|^(LICENSE|\.gitignore|\.editorconfig)$/;

/** Files that decide which version of Sluice runs, where packages are those of a folder above. */
const packages = /^(package\.json|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock)$/;

const stackFile = /^(?:.*\/)?Pulumi\.([a-z0-9-]+)\.yaml$/;

/** Every stack of an environment: base first, then its stages in order. */
export function stacksOf({ environment, stages }: KnownEnvironment): string[] {
  return [environment, ...stages.map(({ key }) => formatStackName({ kind: "stage", environment, key }))];
}

function stacksOfFile(path: string, { environments, others }: KnownStacks): string[] {
  const everything = [...environments.flatMap(stacksOf), ...others];
  const named = stackFile.exec(path)?.[1];
  if (named === undefined) return everything;
  const environment = environments.find((one) => one.environment === named);
  if (environment !== undefined) return stacksOf(environment);
  return everything.includes(named) ? [named] : [];
}

/** Stacks that a file outside of the project affects: shared values, and packages of a folder above. */
function stacksOfOutside(file: string, known: KnownStacks): string[] {
  const [folder, name] = [file.slice(0, file.lastIndexOf("/") + 1), file.slice(file.lastIndexOf("/") + 1)];
  const everything = [...known.environments.flatMap(stacksOf), ...known.others];
  const decides = known.packagesAbove === true && known.folder.startsWith(folder);
  if (decides && packages.test(name)) return everything;
  return known.environments
    .filter(({ defaults }) => defaults !== undefined && posix.join(known.folder, defaults.file) === file)
    .flatMap(stacksOf);
}

/**
 * Stacks that a change affects: an environment's file affects its base and stages, a stage's file that stage, a file
 * that may be program or policy all of them, shared values those that use them, documents and tests none.
 * @param files - changed files, paths from the repository's root
 * @returns stacks in the order in which they run, each with the change that affects it
 */
export function findAffectedStacks(files: readonly string[], known: KnownStacks): AffectedStack[] {
  const { folder } = known;
  const changes = files.flatMap((file) => {
    if (!file.startsWith(folder)) return [{ name: file, stacks: stacksOfOutside(file, known) }];
    const name = file.slice(folder.length);
    return nothing.test(name) ? [] : [{ name, stacks: stacksOfFile(name, known) }];
  });
  const order = [...known.environments.flatMap(stacksOf), ...known.others];
  return order.flatMap((stack) => {
    const [first, ...more] = changes.filter(({ stacks }) => stacks.includes(stack)).map(({ name }) => name);
    if (first === undefined) return [];
    return [{ stack, why: more.length === 0 ? first : `${first} and ${more.length} more` }];
  });
}

/**
 * Environment of a stack and key of its stage; no key for a base stack, undefined for one of the whole cluster. Of several
 * services' stacks the service stays before the environment.
 * @example readStack("shop/prod-canary-5") // { environment: "shop/prod", key: "5" }
 */
export function readStack(stack: string): { environment: string; key?: string } | undefined {
  const at = stack.lastIndexOf("/") + 1;
  const [service, own] = [stack.slice(0, at), stack.slice(at)];
  if (clusterStacks.includes(own)) return undefined;
  const name = parseStackName(own);
  const environment = `${service}${name.environment}`;
  return name.kind === "stage" ? { environment, key: name.key } : { environment };
}
