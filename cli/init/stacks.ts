import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import type { Settings } from "../../components/core/settings";
import { stackFile } from "../../stacks/files/environment";
import { findStackFolder } from "../../stacks/load";
import { formatStackName, parseStackName } from "../../stacks/name";
import { fullStackName } from "../organization";
import { runPulumi } from "./run-pulumi";
import { demandOwnStack, tagStack } from "./stack-owner";

/** Options for creating stacks. */
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

/** Stacks that `init` made and took away, by name. */
export interface StackChanges {
  readonly created: readonly string[];
  /** Stages that the environment's file no longer has. */
  readonly removed: readonly string[];
}

function isStageOf(environment: string, stack: string): boolean {
  try {
    const name = parseStackName(stack);
    return name.kind === "stage" && name.environment === environment;
  } catch {
    return false;
  }
}

async function listPresent(root: string, org: string | undefined): Promise<readonly string[]> {
  const ofOrg = org === undefined ? [] : ["--organization", org];
  const listed = JSON.parse(await runPulumi(root, "stack", "ls", "--json", ...ofOrg)) as readonly {
    name: string;
  }[];
  return listed.filter(({ name }) => isOurs(name, org)).map(({ name }) => name.split("/").at(-1) ?? name);
}

/**
 * Takes the record of a stage away, and nothing else: the resources of a stage are steps of a release, of which nothing
 * is in the cluster. A running update of the stack refuses it.
 */
async function removeStack(root: string, stack: string, file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => "");
  const { config } = Object(parseDocument(text, { logLevel: "silent" }).toJS()) as { config?: unknown };
  // A configuration that a person wrote is not ours to remove.
  const keep = config === undefined ? [] : ["--preserve-config"];
  await runPulumi(root, "stack", "rm", "--stack", stack, "--force", "--yes", ...keep);
}

/**
 * Makes the stacks of an environment what its file says: creates those that do not exist yet, and removes those of
 * stages that the file no longer has.
 * @throws {RunEnd} with code 3, before anything is changed, where one that exists is another app's
 */
export async function changeStacks(
  root: string,
  settings: Settings,
  { org, secretsProvider }: StackOptions = {},
): Promise<StackChanges> {
  const present = await listPresent(root, org);
  const wanted = listStacks(settings);
  const removed = present.filter(
    (stack) => isStageOf(settings.environment, stack) && !wanted.includes(stack),
  );
  const [first] = wanted.filter((stack) => present.includes(stack));
  const known = [...(first === undefined ? [] : [first]), ...removed];
  for (const stack of known) await demandOwnStack(root, fullStackName(stack, org), settings);
  const missing = wanted.filter((stack) => !present.includes(stack));
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  // One after the other: each may write its own file, and the first may ask the backend to create the project.
  for (const stack of missing)
    await runPulumi(root, "stack", "init", fullStackName(stack, org), "--no-select", ...provider);
  const [base] = missing;
  if (base === settings.environment) await tagStack(root, fullStackName(base, org), settings);
  const folder = await findStackFolder(root);
  for (const stack of removed)
    await removeStack(root, fullStackName(stack, org), path.join(folder, stackFile(stack)));
  return { created: missing, removed };
}
