import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";

const run = promisify(execFile);
type Config = Record<string, Record<string, unknown>>;

/** A Git repository of services; the first one is the app's, deployed. */
export interface Repository {
  readonly folder: string;
  /** Changes the environment's file of the first service, in a commit of its own. */
  change(turn: number): Promise<void>;
}

async function writeService(
  folder: string,
  name: string,
  environment: string,
  config: Config,
): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  const options = { typescript: false, nodeargs: "--require @sluice/infra/preload.js" };
  await fs.writeFile(
    path.join(folder, "Pulumi.yaml"),
    stringify({ name, runtime: { name: "nodejs", options } }),
  );
  await fs.writeFile(
    path.join(folder, "package.json"),
    JSON.stringify({ name, private: true, main: "index.js" }),
  );
  await fs.writeFile(path.join(folder, "index.js"), 'module.exports = require("@sluice/infra");\n');
  await fs.writeFile(path.join(folder, `Pulumi.${environment}.yaml`), stringify({ config }));
}

/** Makes the repository: the app and `others` copies of it that have names and namespaces of their own. */
export async function makeRepository(bench: Bench, app: App, others: readonly string[]): Promise<Repository> {
  const folder = await fs.mkdtemp(path.join(tmpdir(), "sluice-fleet-"));
  bench.later(async () => await fs.rm(folder, { recursive: true }));
  const file = `Pulumi.${app.environment}.yaml`;
  const { config } = parse(await fs.readFile(path.join(app.folder, file), "utf8")) as { config: Config };
  const first = path.join(folder, "services", "first");
  await writeService(first, "scholarlink", app.environment, config);
  for (const name of others) {
    const own: Config = {
      ...config,
      "sluice:app": { ...config["sluice:app"], name, namespace: app.namespace },
      "sluice:traffic": { ...config["sluice:traffic"], hosts: [`${name}.example.org`] },
    };
    await writeService(path.join(folder, "services", name), name, app.environment, own);
  }
  await fs.symlink(path.resolve(__dirname, "../../node_modules"), path.join(folder, "node_modules"));
  const git = async (...args: string[]): Promise<void> => {
    const who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"];
    await run("git", [...who, ...args], { cwd: folder });
  };
  await git("init", "-q", "-b", "main");
  await git("add", "services");
  await git("commit", "-q", "-m", "start");
  return {
    folder,
    change: async (turn) => {
      const changed = { ...config, "sluice:promotion": { watch: `${turn + 3}s` } };
      await fs.writeFile(path.join(first, file), stringify({ config: changed }));
      await git("commit", "-q", "-a", "-m", "change");
    },
  };
}
