"use strict";
/**
 * Says within a second whether a sandbox can run on this machine, before anything is installed or built:
 * `node sandbox/machine/main.js [NAME]`. Exit code 2 where something is missing. Uses nothing but Node (18 or newer).
 */
const { readFacts } = require("./facts.js");
const { judgeMachine } = require("./judge.js");
const { renderCheck } = require("./render.js");

const checks = judgeMachine(readFacts(process.argv[2] ?? "demo"));
const told = checks.filter(
  ({ state, fix }) => state === "missing" || (state === "note" && fix !== undefined),
);
for (const check of told) process.stderr.write(`${renderCheck(check)}\n`);
if (checks.some(({ state }) => state === "missing")) {
  process.stderr.write("This machine cannot run a sandbox; nothing was installed or built.\n");
  process.exitCode = 2;
}
