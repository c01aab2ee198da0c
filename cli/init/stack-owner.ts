import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import { prefixed } from "../../components/core/problem";
import { findForeignState, findForeignTag } from "../../components/core/release/state-owner";
import type { StateResource } from "../../components/core/release/state-owner";
import { RunEnd } from "../../components/core/run-end";
import type { Settings } from "../../components/core/settings";
import { runPulumi } from "./run-pulumi";

/** Tag with the owner of a stack before anything was deployed. */
const appTag = "sluice:app";

/** App in a stack's tag; a backend without tags knows none. */
async function readTag(root: string, stack: string): Promise<string | undefined> {
  const text = await runPulumi(root, "stack", "tag", "ls", "--json", "--stack", stack).catch(() => "{}");
  const found = (JSON.parse(text) as Record<string, unknown>)[appTag];
  return typeof found === "string" ? found : undefined;
}

async function readState(root: string, stack: string): Promise<readonly StateResource[]> {
  const { deployment } = JSON.parse(await runPulumi(root, "stack", "export", "--stack", stack)) as {
    deployment?: { resources?: readonly StateResource[] };
  };
  return deployment?.resources ?? [];
}

async function readProject(root: string): Promise<string> {
  const text = await readFile(path.join(root, "Pulumi.yaml"), "utf8");
  const { name } = Object(parseDocument(text, { logLevel: "silent" }).toJS()) as { name?: unknown };
  return String(name);
}

/**
 * Refuses a stack that exists already and is another app's.
 * @param stack - its full name
 * @throws {RunEnd} with code 3, naming whose it is
 */
export async function demandOwnStack(root: string, stack: string, settings: Settings): Promise<void> {
  const { app, environment, namespace, cluster } = settings;
  const [project, tagged, resources] = await Promise.all([
    readProject(root),
    readTag(root, stack),
    readState(root, stack),
  ]);
  const own = { app, environment, namespace, uid: cluster.uid, project, stack };
  const problem = findForeignState(resources, own) ?? findForeignTag(tagged, own);
  if (problem === undefined) return;
  throw new RunEnd("refused", prefixed(`Cannot make environment "${environment}": `, problem));
}

/** Notes the owner of a stack; where the backend has no tags, its state shows it from the first deploy on. */
export async function tagStack(root: string, stack: string, { app }: Settings): Promise<void> {
  await runPulumi(root, "stack", "tag", "set", appTag, app, "--stack", stack).catch(() => undefined);
}
