"use strict";
/**
 * `node test/support/lanes.js "FIRST,…" "SECOND,…"`: runs scripts of package.json, those of a lane one after another,
 * all lanes at once. The first lane prints as it goes; each other one yields to it, and prints once it has ended. A
 * script that fails ends its lane alone; the exit code is 1 if any did.
 */
const { spawn } = require("node:child_process");
const os = require("node:os");

/** How much less priority the other lanes have than this process: end-to-end tests mostly wait, and must not wait for a processor as well. */
const yielding = 3;

/** Runs one script; its exit code. */
const run = (script, { nice, stdio, print }) =>
  new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", script], { stdio });
    if (nice !== 0) os.setPriority(child.pid, os.getPriority() + nice);
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", print);
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });

/** Runs a lane; the script that failed, if one did. */
async function runLane(scripts, isFirst) {
  const chunks = [];
  const options = isFirst
    ? { nice: 0, stdio: "inherit" }
    : { nice: yielding, stdio: ["ignore", "pipe", "pipe"], print: (chunk) => chunks.push(chunk) };
  let failed;
  for (const script of scripts) {
    if ((await run(script, options)) === 0) continue;
    failed = script;
    break;
  }
  process.stdout.write(Buffer.concat(chunks));
  return failed;
}

async function main(lanes) {
  const ended = await Promise.all(lanes.map((lane, index) => runLane(lane.split(","), index === 0)));
  const failed = ended.filter((script) => script !== undefined);
  if (failed.length === 0) return;
  process.stderr.write(`${failed.join(", ")} failed: see above\n`);
  process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
