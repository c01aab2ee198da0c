"use strict";
const fs = require("node:fs");
const path = require("node:path");

/** Loader of the package, in place of the clone's: everything is compiled, so only Node's own cache is left of it. */
const register = `"use strict";
const path = require("node:path");
require("node:module").enableCompileCache?.(path.join(__dirname, ".cache", "compiled"));
`;

/** Scripts of the clone alone. */
const cloneOnly = /^(cli\/(guides\.js|demo\/)|policies\/guide\.js|(infra|components)\/package\.json)/;

/** Commands of this repository's workflows, each with its form where Sluice is a package. */
const inPackage = [
  ["node cli/sluice.js", "npx sluice"],
  ["node ci/", "node node_modules/sluice/ci/"],
  ["--policy-pack policies", "--policy-pack node_modules/sluice/dist/policies"],
];

/** Adapts a workflow to a repository that has Sluice as a package. */
function adaptWorkflow(text) {
  return inPackage.reduce((adapted, [here, there]) => adapted.replaceAll(here, there), text);
}

/** Files that go into `dist/`. */
exports.plan = {
  folders: ["cli", "components", "infra", "policies", "replay", "stacks"],
  /** Compiled with the rest because something names their types. The sandbox is built from sources in the clone. */
  leftOut: [
    "sandbox",
    "bench",
    "test",
    "cli/demo",
    "cli/doctor/look-at-machine.js",
    ...["demo", "explain-load", "fault", "load", "read-milliseconds", "run-sandbox-action", "sandbox"].map(
      (name) => `cli/commands/${name}.js`,
    ),
  ],
  /** The package's own types; what stands behind them is nobody's interface. */
  types: ["infra/environment.d.ts", "infra/own-program.d.ts"],
  isCopied: (file) => !file.endsWith(".ts") && !cloneOnly.test(file),
  /** Files by their path in `dist/`, with their text. */
  made(root) {
    const read = (file) => fs.readFileSync(path.join(root, file), "utf8");
    const { version, engines } = JSON.parse(read("package.json"));
    const workflows = {
      "preview.yml": ".github/workflows/preview.yml",
      "up.yml": ".github/workflows/up.yml",
      "abort.yml": ".github/workflows/abort.yml",
      "pause.yml": ".github/workflows/pause.yml",
      "rollback.yml": ".github/workflows/rollback.yml",
      "gitlab-ci.yml": "ci/gitlab-ci.yml",
    };
    return {
      "register.js": register,
      // State that a clone wrote before its text named the package; see provider-shim.ts.
      "clone-state/package.json": `${JSON.stringify({ name: "@sluice/components", version }, null, 2)}\n`,
      "clone-state/index.js": '"use strict";\nmodule.exports = require("../components/providers.js");\n',
      "lazy-modules.js": read("lazy-modules.js"),
      "package.json": `${JSON.stringify({ type: "commonjs", version, engines }, null, 2)}\n`,
      ...Object.fromEntries(
        ["infra/main", "infra/preload", "components/providers"].map((name) => [
          `${name}.d.ts`,
          read(`package/types/${path.basename(name)}.d.ts`),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(workflows).map(([name, file]) => [`workflows/${name}`, adaptWorkflow(read(file))]),
      ),
    };
  },
};
