import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { done } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";

/** A Pulumi project beside the app's, in the same backend. */
export interface Project {
  readonly folder: string;
  /** `pulumi` in the project, to its end. */
  pulumi(...args: string[]): Promise<string>;
}

/** Options of a project that differ from the usual one. */
export interface ProjectOptions {
  /** Folder that is its `node_modules`. @default - the project's own */
  readonly modules?: string;
  /** Arguments of Node. @default - none */
  readonly nodeargs?: string;
}

/**
 * Writes a project of one file; it goes away at the end.
 * @param program - text of its `index.js`
 */
export async function writeProject(
  bench: Bench,
  app: App,
  name: string,
  program: string,
  { modules = path.resolve(__dirname, "../../node_modules"), nodeargs }: ProjectOptions = {},
): Promise<Project> {
  const folder = await mkdtemp(path.join(tmpdir(), `sluice-bench-${name}-`));
  bench.later(async () => await rm(folder, { recursive: true, force: true }));
  await writeFile(
    path.join(folder, "Pulumi.yaml"),
    stringify({
      name,
      runtime: { name: "nodejs", options: { typescript: false, ...(nodeargs && { nodeargs }) } },
    }),
  );
  await writeFile(
    path.join(folder, "package.json"),
    JSON.stringify({ name, private: true, main: "index.js" }),
  );
  await writeFile(path.join(folder, "index.js"), program);
  await symlink(modules, path.join(folder, "node_modules"));
  return {
    folder,
    pulumi: async (...args) => done(await app.pulumi("-C", folder, ...args)).stdout,
  };
}
