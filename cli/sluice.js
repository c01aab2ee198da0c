#!/usr/bin/env node
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { engines } = require("../package.json");

const number = (version) =>
  version
    .match(/\d+/g)
    .slice(0, 3)
    .reduce((sum, part) => 1000 * sum + Number(part), 0);

if (number(process.versions.node) < number(engines.node)) {
  const root = path.join(__dirname, "..");
  // Package "node" gets its binary by an install script; without it "npx node" is this Node again.
  const isFetched = fs.existsSync(path.join(root, "node_modules", "node", "bin", "node"));
  const fetchIt = isFetched ? "" : "npm rebuild node --ignore-scripts=false, then ";
  const isClone = fs.existsSync(path.join(root, "setup.js"));
  const wayOut = isClone
    ? `in the project's folder: ${fetchIt}npx node cli/sluice.js …`
    : "install a newer Node from https://nodejs.org";
  process.stderr.write(
    `Cannot run "sluice": Node must be ${engines.node}: got ${process.versions.node}\n  → ${wayOut}\n`,
  );
  process.exit(2);
}
require("../register.js");
module.exports = require("./program");
