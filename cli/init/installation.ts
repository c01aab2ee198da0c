import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { version } from "../../package.json";
import { findsPackage, isClone } from "../installation";

/** Packages by name, with their versions. */
export type Dependencies = Readonly<Record<string, string>>;

/** Way in which a project's program loads this Sluice. */
export interface Installation {
  /** Module that is the program. */
  readonly program: string;
  /** Module that Node loads before Pulumi. */
  readonly preload: string;
  /** Packages that the project needs. A clone's are linked instead. */
  readonly dependencies: Dependencies;
}

/** This installation. */
export function readInstallation(): Installation {
  if (isClone) return { program: "@sluice/infra", preload: "@sluice/infra/preload.js", dependencies: {} };
  const pulumi = require("@pulumi/pulumi/package.json") as { readonly version: string };
  return {
    program: "sluice/program",
    preload: "sluice/preload",
    // Exact: people and pipelines release by the same rules. Pulumi's own is a peer, which pnpm shows only by name.
    dependencies: { "@pulumi/pulumi": `^${pulumi.version}`, sluice: version },
  };
}

/** Packages of an installation that a program in this folder does not find. */
export function findMissing(folder: string, { dependencies }: Installation): Dependencies {
  const missing = Object.entries(dependencies).filter(([name]) => !findsPackage(folder, name));
  return Object.fromEntries(missing);
}

const managers = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["package-lock.json", "npm"],
] as const;

/** Command that installs a project's packages, by the lockfile in the folder or above, else by who runs this. */
export function chooseInstall(folder: string, agent: string | undefined): string {
  const [, manager] = managers.find(([file]) => existsSync(path.join(folder, file))) ?? [];
  if (manager !== undefined) return `${manager} install`;
  const parent = path.dirname(folder);
  if (parent !== folder) return chooseInstall(parent, agent);
  const name = agent?.split("/")[0] ?? "npm";
  return `${managers.some(([, one]) => one === name) ? name : "npm"} install`;
}

/** Text of the nearest package.json above a folder; undefined where there is none. */
export function readAbove(folder: string): string | undefined {
  const parent = path.dirname(folder);
  if (parent === folder) return undefined;
  const file = path.join(parent, "package.json");
  return existsSync(file) ? readFileSync(file, "utf8") : readAbove(parent);
}
