"use strict";
/**
 * `node setup.js COMMAND ARGS…` makes everything ready that the project needs (packages, Node, Debian packages, tools),
 * then runs the command with these on PATH. It uses nothing but Node (18 or newer); when everything is there it
 * adds about a tenth of a second. With `--with-browser` before the command, Chromium is one of the Debian packages.
 */
const { spawn, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { findMissingPrograms, isThere } = require("./sandbox/machine/programs.js");

const root = __dirname;
const modules = path.join(root, "node_modules");
const binDir = path.join(modules, ".bin");
const marker = path.join(modules, ".sluice-lockfile-hash");
const nodeFile = path.join(modules, "node", "bin", "node");

/** Stops with a message for people. */
class SetupError extends Error {}

const say = (line) => process.stderr.write(`setup: ${line}\n`);
const pathFolders = () => (process.env.PATH || "").split(path.delimiter).filter((folder) => folder !== "");
/** npm tells errors only: under a Node older than the project's own it warns of every package, and none runs there. */
const quietly = "--loglevel=error";

/** Runs a step with its output on standard error; throws what failed and what to do. */
function runStep(command, args, wayOut) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  const cause = error ? error.message : `ended with ${signal || status}`;
  throw new SetupError(`Cannot run "${[command, ...args].join(" ")}": ${cause}; ${wayOut}`);
}

const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

/** Whether node_modules holds every package of the lockfile in its version, as npm's own record says. */
function isInstalled(lockfile) {
  let installed;
  try {
    installed = readJson(path.join(modules, ".package-lock.json")).packages;
  } catch {
    return false;
  }
  return Object.entries(lockfile.packages)
    .filter(([name]) => name.includes("node_modules/"))
    .every(([name, wanted]) =>
      installed[name] ? installed[name].version === wanted.version : wanted.optional === true,
    );
}

function ensurePackages() {
  const text = fs.readFileSync(path.join(root, "package-lock.json"));
  const hash = createHash("sha256").update(text).digest("hex");
  if (fs.existsSync(marker) && fs.readFileSync(marker, "utf8") === hash) return;
  const lockfile = JSON.parse(text.toString());
  if (!isInstalled(lockfile)) {
    say("installing npm packages (about 30 s)");
    // Not "npm ci": it refuses a lockfile written where a registry lacked the optional packages of other platforms.
    runStep(
      "npm",
      ["install", "--no-save", "--ignore-scripts", quietly],
      "check the npm registry and run again",
    );
    if (!isInstalled(lockfile)) {
      throw new SetupError(
        "Cannot install npm packages: node_modules must match package-lock.json; remove it and run again",
      );
    }
  }
  fs.writeFileSync(marker, hash);
}

/** The Node of package.json's pinned "node" package; its binary comes by an install script, the only one that is run. */
function ensureNode() {
  const { version } = readJson(path.join(modules, "node", "package.json"));
  if (!fs.existsSync(nodeFile) || !fs.existsSync(path.join(binDir, "node"))) {
    say(`fetching Node ${version} (about 15 s)`);
    runStep(
      "npm",
      ["rebuild", "node", "--ignore-scripts=false", quietly],
      "check the npm registry and run again",
    );
  }
  if (!fs.existsSync(nodeFile)) {
    throw new SetupError(
      `Cannot find Node ${version}: ${nodeFile} must exist; remove node_modules and run again`,
    );
  }
}

/** @param more - programs besides those of the sandbox, with the package of each */
function ensureSystemPrograms(more) {
  const { missing, packages } = findMissingPrograms(process.env, more);
  if (missing.length === 0) return;
  if (process.getuid() !== 0 || !isThere("apt-get")) {
    say(`${missing.join(", ")} will be needed: install ${packages.join(", ")}`);
    return;
  }
  say(`installing ${packages.join(", ")} with apt-get (about 30 s), for ${missing.join(", ")}`);
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  const wayOut = `install ${packages.join(", ")} by hand`;
  try {
    runStep("apt-get", install, wayOut);
  } catch {
    runStep("apt-get", ["update", "-qq"], wayOut);
    runStep("apt-get", install, wayOut);
  }
}

/** Makes the tools ready and gives the folder with their binaries. */
function ensureTools() {
  const main = path.join(root, "sandbox", "tools", "main.js");
  const { status, stdout } = spawnSync(nodeFile, [main], {
    cwd: root,
    stdio: ["ignore", "pipe", 2],
    encoding: "utf8",
  });
  if (status !== 0)
    throw new SetupError("Cannot get the tools: see above; fix that and run again, what was built is kept");
  return stdout.trim();
}

/** Whether a Ctrl-C of the terminal reaches the command by itself, because it is in the terminal's foreground group. */
function isInForeground() {
  const fields = fs.readFileSync("/proc/self/stat", "utf8").split(") ").pop().split(" ");
  const [group, foreground] = [fields[2], fields[5]];
  return group === foreground;
}

/** Runs the command to its end and ends as it did. */
function runCommand([command, ...args], toolsDir) {
  const env = { ...process.env, PATH: [binDir, toolsDir, ...pathFolders()].join(path.delimiter) };
  const child = spawn(command, args, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !isInForeground()) child.kill(signal);
    });
  }
  child.once("error", (error) => {
    say(`Cannot run "${command}": ${error.code === "ENOENT" ? "no such program on PATH" : error.message}`);
    process.exit(127);
  });
  child.once("exit", (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
}

/** The browser of the tests of pages; the sandbox and the demo need none. */
const browserFlag = "--with-browser";
const args = process.argv.slice(2);
const withBrowser = args[0] === browserFlag;
const wanted = withBrowser ? args.slice(1) : args;
if (wanted.length === 0) {
  say('Cannot run nothing: give a command, e.g. "node setup.js npm run check"');
  process.exit(2);
}
try {
  ensurePackages();
  ensureNode();
  ensureSystemPrograms(withBrowser ? { chromium: "chromium" } : {});
  runCommand(wanted, ensureTools());
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
