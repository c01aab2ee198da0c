import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { writeProject } from "./project";

const root = path.resolve(__dirname, "../..");
const modules = path.join(root, "node_modules");

/** The program up to the plan of its declarations; then it writes the milliseconds since its process started. */
const program = `"use strict";
const { writeFileSync } = require("node:fs");
const path = require("node:path");
const { getStack } = require("@pulumi/pulumi/runtime");
require("@sluice/infra");
const infra = path.dirname(require.resolve("@sluice/infra"));
const { loadStack } = require(path.join(infra, "../stacks/load.ts"));
module.exports = async () => {
  await loadStack(__dirname, getStack());
  writeFileSync(__dirname + "/loaded", String(performance.now()));
};
`;

/** The project's files in a folder of their own, for which nothing was ever transpiled. */
async function copySources(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "sluice-bench-cold-"));
  for (const name of ["infra", "stacks", "components", "register.js", "lazy-modules.js", "package.json"])
    await cp(path.join(root, name), path.join(folder, name), { recursive: true });
  const copied = path.join(folder, "node_modules");
  await mkdir(path.join(copied, "@sluice"), { recursive: true });
  const installed = (await readdir(modules)).filter((name) => name !== ".cache" && name !== "@sluice");
  for (const name of installed) await symlink(path.join(modules, name), path.join(copied, name));
  for (const name of ["infra", "components"])
    await symlink(path.join(folder, name), path.join(copied, "@sluice", name));
  return folder;
}

/** Starts the program once by `pulumi preview` and reads how long it took to load. */
async function startOnce(bench: Bench, app: App, moduleFolder: string): Promise<number> {
  const project = await writeProject(bench, app, "start", program, {
    modules: moduleFolder,
    // As `sluice init` writes it.
    nodeargs: "--require @sluice/infra/preload.js",
  });
  const file = `Pulumi.${app.environment}.yaml`;
  await cp(path.join(app.folder, file), path.join(project.folder, file));
  await project.pulumi("stack", "select", "--create", app.environment);
  await project.pulumi("preview", "-s", app.environment);
  return Number(await readFile(path.join(project.folder, "loaded"), "utf8")) / 1000;
}

/** Seconds from the start of the program's process to its configuration loaded, as Pulumi starts it. */
export async function measureProgramStart(bench: Bench, app: App): Promise<Figure[]> {
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let run = 1; run <= bench.runs; run++) {
    const folder = await copySources();
    bench.later(async () => await rm(folder, { recursive: true, force: true }));
    cold.push(await startOnce(bench, app, path.join(folder, "node_modules")));
    warm.push(await startOnce(bench, app, path.join(folder, "node_modules")));
    bench.say(`program start ${run} of ${bench.runs}: cold ${cold.at(-1)} s, warm ${warm.at(-1)} s`);
  }
  const limits = { median: 1 };
  return [
    { name: "program start, nothing transpiled before", unit: "s", values: cold, limits },
    { name: "program start, transpiled before", unit: "s", values: warm, limits },
  ];
}
