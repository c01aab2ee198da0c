import type { Dependencies, Installation } from "./installation";
import { planManifest, readManifest } from "./manifest";

/** A file of a project, by its path in the project's folder. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** Folder that becomes a project. */
export interface ProjectFolder {
  /** Names of its files. */
  readonly present: readonly string[];
  /** Text of its package.json. @default - it has none */
  readonly manifest?: string | undefined;
  /** Text of the nearest package.json of a folder above. @default - there is none */
  readonly above?: string | undefined;
  /** Packages that a program there does not find yet, with their versions. */
  readonly missing: Dependencies;
}

const pulumiYaml = (
  name: string,
  main: string | undefined,
  { preload }: Installation,
): string => `name: ${name}
description: Careful releases on Kubernetes, one stack per stage
${main === undefined ? "" : `main: ${main}\n`}runtime:
  name: nodejs
  options:
    # The program brings its own loader for TypeScript.
    typescript: false
    # Halves the time until the program runs.
    nodeargs: --require ${preload}
`;

const commonJs = ({ program }: Installation): string => `"use strict";
// The whole program: Sluice reads the stack's name and files and declares its resources.
module.exports = require("${program}");
`;

const esModule = ({
  program,
}: Installation): string => `// The whole program: Sluice reads the stack's name and files and declares its resources.
import run from "${program}";
export default run;
`;

/**
 * Whether a folder takes its packages from one above, as a service of a repository does: it gets no package.json of its
 * own then.
 */
const usesAbove = ({ manifest, above, missing }: ProjectFolder, { dependencies }: Installation): boolean =>
  manifest === undefined &&
  above !== undefined &&
  Object.keys(dependencies).length > 0 &&
  Object.keys(missing).length === 0;

/** The project's name: letters, digits and hyphens of the app's. */
export const toProjectName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "") || "sluice";

/**
 * Plans the files of a project's folder. A folder with a Pulumi.yaml already is a project, and what is in a file stays:
 * only the dependencies that a program there does not find are added to its package.json.
 * @param name - of the project, from the app's name: one backend stores the stacks of several repositories, and only
 * the name tells them apart
 */
export function planProjectFiles(
  name: string,
  folder: ProjectFolder,
  installation: Installation,
): readonly ProjectFile[] {
  const { present, manifest, above, missing } = folder;
  const isBelow = usesAbove(folder, installation);
  const own = readManifest(isBelow ? above : manifest);
  const packageJson = isBelow ? undefined : planManifest(toProjectName(name), manifest, missing);
  const declared = packageJson === undefined ? [] : [{ path: "package.json", text: packageJson }];
  if (present.includes("Pulumi.yaml")) return manifest === undefined ? [] : declared;
  // A user's own package may have a program that is not Pulumi's.
  const isTaken = (own.hasMain && !isBelow) || present.includes("index.js");
  const program = isTaken ? "sluice.js" : "index.js";
  const main = isTaken || isBelow ? program : undefined;
  const files = [
    { path: "Pulumi.yaml", text: pulumiYaml(toProjectName(name), main, installation) },
    { path: program, text: own.isModule ? esModule(installation) : commonJs(installation) },
    ...(isBelow ? [] : [{ path: ".gitignore", text: "node_modules\n" }]),
  ];
  return [...files.filter(({ path }) => !present.includes(path)), ...declared];
}
