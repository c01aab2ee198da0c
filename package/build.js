"use strict";
/** Makes `dist/`, what the npm package runs: compiled files where the clone has TypeScript, everything else as it is. */
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { plan } = require("./plan.js");

const root = path.join(__dirname, "..");
const dist = path.join(root, "dist");

/** Files below a folder, relative to the project. */
function listFiles(folder) {
  const entries = fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function write(file, text) {
  const target = path.join(dist, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}

function compile() {
  const tsc = path.join(path.dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.package.json"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

fs.rmSync(dist, { recursive: true, force: true });
compile();
for (const folder of plan.leftOut) fs.rmSync(path.join(dist, folder), { recursive: true, force: true });
for (const file of listFiles("dist")) {
  const isType = file.endsWith(".d.ts") && !plan.types.includes(path.relative("dist", file));
  if (isType) fs.rmSync(path.join(root, file));
}
for (const file of plan.folders.flatMap(listFiles)) {
  if (!plan.isCopied(file)) continue;
  write(file, fs.readFileSync(path.join(root, file)));
}
for (const [file, text] of Object.entries(plan.made(root))) write(file, text);
fs.chmodSync(path.join(dist, "cli", "sluice.js"), 0o755);
