import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import { connect } from "../../components/cluster/connect";
import { readKubeconfig } from "../../components/cluster/credentials/read-kubeconfig";
import { listContexts } from "../../components/core/access/kubeconfig";
import { printProblems } from "../../components/core/problem";
import { oldestPulumi } from "../../infra/oldest-pulumi";
import { ConfigError } from "../../stacks/config-error";
import { findStackFolder, listEnvironments, loadStack } from "../../stacks/load";
import { engines } from "../../package.json";
import type { ReleaseFacts } from "./judge-release";

const run = promisify(execFile);
/** A backend or a program that does not answer is not waited for, milliseconds. */
const timeout = 10_000;

/** The version that a program on PATH prints; undefined where there is none. */
async function readVersion(program: string, argument: string): Promise<string | undefined> {
  const output = await run(program, [argument], { timeout }).catch(() => undefined);
  return /\d+\.\d+\.\d+\S*/u.exec(output?.stdout ?? "")?.[0];
}

async function readBackend(cwd: string): Promise<ReleaseFacts["backend"]> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const args = ["whoami", "--json", "--non-interactive", "--color", "never"];
  try {
    const { stdout } = await run("pulumi", args, { cwd, env, timeout });
    return { url: (JSON.parse(stdout) as { readonly url: string }).url };
  } catch (error) {
    const { stderr = "", message, killed } = error as Error & { stderr?: string; killed?: boolean };
    if (killed === true) return { problem: `no answer within ${timeout / 1000} s` };
    const lines = (stderr || message).trim().split("\n");
    return {
      problem: (lines.find((line) => line.startsWith("error:")) ?? lines[0] ?? "").replace(/^error: */u, ""),
    };
  }
}

function readContexts(): ReleaseFacts["contexts"] {
  try {
    return listContexts(readKubeconfig());
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

async function readEnvironment(root: string, name: string): Promise<ReleaseFacts["environments"][number]> {
  try {
    const { settings } = await loadStack(root, name);
    const cluster = await connect(settings.cluster);
    cluster.close();
    return { name, answer: { cluster: `${cluster.context}, ${cluster.server}` } };
  } catch (error) {
    const text = error instanceof ConfigError ? printProblems(error.problems) : (error as Error).message;
    return { name, answer: { problem: text } };
  }
}

/** Stack files in a folder whose values are encrypted by a passphrase. */
async function findEncrypted(folder: string): Promise<readonly string[]> {
  const files = (await fs.readdir(folder)).filter((file) => /^Pulumi\..+\.yaml$/u.test(file));
  const texts = await Promise.all(files.map((file) => fs.readFile(path.join(folder, file), "utf8")));
  return files.filter((_, i) => /^encryptionsalt:/mu.test(texts[i] ?? ""));
}

/** Reads the facts that decide whether a release can be run from a project's folder. Writes nothing. */
export async function readReleaseFacts(cwd: string): Promise<ReleaseFacts> {
  const root = path.resolve(cwd);
  const files = await fs.readdir(root).catch((): string[] => []);
  const hasProject = files.includes("Pulumi.yaml");
  const folder = hasProject ? await findStackFolder(root) : root;
  const names = hasProject ? await listEnvironments(folder) : [];
  const pulumi = await readVersion("pulumi", "version");
  const [node, backend, encrypted, environments] = await Promise.all([
    readVersion("node", "--version"),
    pulumi === undefined ? { problem: "none" } : readBackend(files.length > 0 ? root : "/"),
    hasProject ? findEncrypted(folder) : [],
    Promise.all(names.map((name) => readEnvironment(root, name))),
  ]);
  const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  return {
    node,
    oldestNode: engines.node.replace(/^>=/u, ""),
    pulumi,
    oldestPulumi,
    hasProject,
    backend,
    encrypted,
    hasPassphrase: phrase !== undefined || file !== undefined,
    contexts: readContexts(),
    environments,
  };
}
