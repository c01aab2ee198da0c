import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeProgram } from "./fake-world";

const lockfile = (version: string): string =>
  JSON.stringify({
    packages: {
      "": {},
      "node_modules/a": { version },
      "node_modules/other-platform": { version: "1.0.0", optional: true },
    },
  });

interface Tree {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly npmCalls: () => string[];
}

/** A checkout with everything in place, an `npm` that installs what the lockfile says, and every system program. */
function createTree(): Tree {
  const root = mkdtempSync(join(tmpdir(), "sluice-setup-"));
  const bin = join(root, "system");
  const log = join(root, "npm.log");
  writeFileSync(log, "");
  const project = join(__dirname, "../../..");
  copyFileSync(join(project, "setup.js"), join(root, "setup.js"));
  cpSync(join(project, "sandbox", "machine"), join(root, "sandbox", "machine"), { recursive: true });
  writeFileSync(join(root, "package-lock.json"), lockfile("1.0.0"));
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  writeFileSync(join(root, "node_modules", ".package-lock.json"), lockfile("1.0.0"));
  mkdirSync(join(root, "node_modules", "node", "bin"), { recursive: true });
  writeFileSync(join(root, "node_modules", "node", "package.json"), JSON.stringify({ version: "22.0.0" }));
  symlinkSync(process.execPath, join(root, "node_modules", "node", "bin", "node"));
  symlinkSync("../node/bin/node", join(root, "node_modules", ".bin", "node"));
  writeProgram(
    join(root, "sandbox", "tools", "main.js"),
    `console.log(${JSON.stringify(join(root, "toolbox"))});\n`,
  );
  writeProgram(join(root, "toolbox", "our-tool"), '#!/bin/sh\necho "tool $1"\n');
  writeProgram(
    join(bin, "npm"),
    `#!/bin/sh\necho "$@" >> ${log}\n` +
      `case $1 in install) /bin/cp ${root}/package-lock.json ${root}/node_modules/.package-lock.json;;\n` +
      `rebuild) /bin/ln -sf ${process.execPath} ${root}/node_modules/node/bin/node;; esac\n`,
  );
  for (const program of ["ip", "nsenter", "unshare", "mount", "openssl"]) writeProgram(join(bin, program));
  return {
    root,
    env: { PATH: bin },
    npmCalls: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== ""),
  };
}

const run = (tree: Tree, ...command: string[]) =>
  spawnSync(process.execPath, [join(tree.root, "setup.js"), ...command], { env: tree.env, encoding: "utf8" });

test("setup.js runs the command silently, with packages and tools on PATH, when everything is there", () => {
  const tree = createTree();
  const result = run(tree, "our-tool", "one");
  expect([result.status, result.stdout, result.stderr, tree.npmCalls()]).toEqual([0, "tool one\n", "", []]);
});

test("setup.js lets the command see the project's own node", () => {
  const { stdout } = run(createTree(), "node", "-p", "process.env.PATH.split(':')[0]");
  expect(stdout).toMatch(/node_modules\/\.bin\n$/u);
});

test("setup.js passes the command's exit code on", () => {
  expect(run(createTree(), "node", "-e", "process.exit(7)").status).toBe(7);
});

test("setup.js ends with 128 and the signal's number when a signal ended the command", () => {
  expect(run(createTree(), "node", "-e", "process.kill(process.pid, 'SIGKILL')").status).toBe(137);
});

test.each(["SIGINT", "SIGTERM"] as const)("setup.js passes %s on to the command", async (signal) => {
  const tree = createTree();
  const script = `process.on(${JSON.stringify(signal)}, () => process.exit(33)); setInterval(() => {}, 1000); console.log("up")`;
  const child = spawn(process.execPath, [join(tree.root, "setup.js"), "node", "-e", script], {
    env: tree.env,
    // A session of its own has no terminal, so no Ctrl-C reaches the command by itself.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill(signal);
  expect((await once(child, "exit"))[0]).toBe(33);
});

test("setup.js installs packages when node_modules does not match the lockfile, then remembers it", () => {
  const tree = createTree();
  writeFileSync(join(tree.root, "package-lock.json"), lockfile("2.0.0"));
  const first = run(tree, "our-tool");
  expect(first.stderr).toBe("setup: installing npm packages (about 30 s)\n");
  expect(run(tree, "our-tool").stderr).toBe("");
  expect(tree.npmCalls()).toEqual(["install --no-save --ignore-scripts --loglevel=error"]);
});

test("setup.js does not install when only the optional packages of other platforms are absent", () => {
  const tree = createTree();
  const installed = JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0" } } });
  writeFileSync(join(tree.root, "node_modules", ".package-lock.json"), installed);
  expect(run(tree, "our-tool").stderr).toBe("");
});

test("setup.js fetches the project's Node when its binary is missing", () => {
  const tree = createTree();
  rmSync(join(tree.root, "node_modules", "node", "bin", "node"));
  expect(run(tree, "our-tool").stderr).toBe("setup: fetching Node 22.0.0 (about 15 s)\n");
  expect(tree.npmCalls()).toEqual(["rebuild node --ignore-scripts=false --loglevel=error"]);
});

test("setup.js stops with the way out when npm fails", () => {
  const tree = createTree();
  writeFileSync(join(tree.root, "package-lock.json"), lockfile("2.0.0"));
  writeProgram(join(tree.root, "system", "npm"), "#!/bin/sh\nexit 3\n");
  const result = run(tree, "our-tool");
  expect([result.status, result.stdout]).toEqual([1, ""]);
  expect(result.stderr).toContain(
    'setup: Cannot run "npm install --no-save --ignore-scripts --loglevel=error": ended with 3; check the npm registry and run again\n',
  );
});

test("setup.js names missing system programs and the packages that bring them", () => {
  const tree = createTree();
  for (const program of ["openssl", "nsenter"]) rmSync(join(tree.root, "system", program));
  writeProgram(join(tree.root, "system", "apt-get"));
  const { status, stderr } = run(tree, "our-tool");
  expect(status).toBe(0);
  for (const word of ["openssl", "nsenter", "util-linux"]) expect(stderr).toContain(word);
});

test("setup.js --with-browser wants the browser as well, and takes the flag off the command", () => {
  const tree = createTree();
  writeProgram(join(tree.root, "system", "apt-get"));
  expect(run(tree, "our-tool", "one").stderr).toBe("");
  const { stdout, stderr } = run(tree, "--with-browser", "our-tool", "one");
  expect(stdout).toBe("tool one\n");
  expect(stderr).toMatch(/install(?:ing)? chromium/u);
  writeProgram(join(tree.root, "system", "chromium"));
  expect(run(tree, "--with-browser", "our-tool").stderr).toBe("");
});

test("setup.js stops when the tools cannot be had, and leaves their message to speak", () => {
  const tree = createTree();
  writeFileSync(join(tree.root, "sandbox", "tools", "main.js"), 'console.error("no Go"); process.exit(1);\n');
  const result = run(tree, "our-tool");
  expect([result.status, result.stdout]).toEqual([1, ""]);
  expect(result.stderr).toMatch(/^no Go\nsetup: Cannot get the tools/u);
});

test.each([
  ["without a command", [], 2, "Cannot run nothing"],
  [
    "with an unknown command",
    ["no-such-command"],
    127,
    'Cannot run "no-such-command": no such program on PATH',
  ],
])("setup.js %s says so", (_name, command, status, text) => {
  const result = run(createTree(), ...command);
  expect(result.status).toBe(status);
  expect(result.stderr).toContain(text);
});
