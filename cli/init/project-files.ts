/** A file of a new project, by its path in the project's folder. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

const pulumiYaml = (name: string): string => `name: ${name}
description: Careful releases on Kubernetes, one stack per stage
runtime:
  name: nodejs
  options:
    # The program brings its own loader for TypeScript.
    typescript: false
    # Halves the time until the program runs.
    nodeargs: --require @sluice/infra/preload.js
`;

const program = `"use strict";
// The whole program: Sluice reads the stack's name and files and declares its resources.
module.exports = require("@sluice/infra");
`;

/**
 * Plans the files of a project folder that do not exist yet. A folder with a Pulumi.yaml already is a project: nothing
 * is added to it.
 * @param name - of the project, from the app's name: one backend stores the stacks of several repositories, and only
 * the name tells them apart
 * @param present - names of files in the folder
 */
export function planProjectFiles(name: string, present: readonly string[]): readonly ProjectFile[] {
  if (present.includes("Pulumi.yaml")) return [];
  const project =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "sluice";
  const manifest = { name: project, private: true, main: "index.js" };
  const files = [
    { path: "Pulumi.yaml", text: pulumiYaml(project) },
    { path: "package.json", text: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: "index.js", text: program },
    { path: ".gitignore", text: "node_modules\n" },
  ];
  return files.filter(({ path }) => !present.includes(path));
}
