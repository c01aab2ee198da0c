import type { Settings } from "../../components/core/settings";
import { formatStackName } from "../../stacks/name";
import { fullStackName } from "../organization";
import { runPulumi } from "./run-pulumi";
import { demandOwnStack, tagStack } from "./stack-owner";

/** How stacks are created. */
export interface StackOptions {
  /** Organisation of the stacks. @default - Pulumi's own default */
  readonly org?: string | undefined;
  /** Handed on to `pulumi stack init`. @default - Pulumi's own default */
  readonly secretsProvider?: string | undefined;
}

/** Whether a listed stack belongs to the given organisation; another's of the same name does not count. */
function isOurs(name: string, org: string | undefined): boolean {
  const [owner = "", ...rest] = name.split("/");
  // Backends without organisations call theirs so.
  return rest.length === 0 || owner === (org ?? "organization");
}

/** Names of an environment's stacks, that of base first. */
export function listStacks({ environment, stages }: Settings): readonly string[] {
  return [environment, ...stages.map(({ key }) => formatStackName({ kind: "stage", environment, key }))];
}

/**
 * Creates the stacks of an environment that do not exist yet.
 * @returns the names of those that were created
 * @throws {RunEnd} with code 3, before any is created, where one that exists is another app's
 */
export async function createStacks(
  root: string,
  settings: Settings,
  { org, secretsProvider }: StackOptions = {},
): Promise<readonly string[]> {
  const ofOrg = org === undefined ? [] : ["--organization", org];
  const listed = JSON.parse(await runPulumi(root, "stack", "ls", "--json", ...ofOrg)) as readonly {
    name: string;
  }[];
  const present = new Set(
    listed.filter(({ name }) => isOurs(name, org)).map(({ name }) => name.split("/").at(-1)),
  );
  const wanted = listStacks(settings);
  const [first] = wanted.filter((stack) => present.has(stack));
  if (first !== undefined) await demandOwnStack(root, fullStackName(first, org), settings);
  const missing = wanted.filter((stack) => !present.has(stack));
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  // One after the other: each may write its own file, and the first may ask the backend to create the project.
  for (const stack of missing)
    await runPulumi(root, "stack", "init", fullStackName(stack, org), "--no-select", ...provider);
  const [base] = missing;
  if (base === settings.environment) await tagStack(root, fullStackName(base, org), settings);
  return missing;
}
