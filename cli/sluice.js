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
  // Package "node" gets its binary by an install script; without it "npx node" is this Node again.
  const isFetched = fs.existsSync(path.join(__dirname, "..", "node_modules", "node", "bin", "node"));
  const fetchIt = isFetched ? "" : "npm rebuild node --ignore-scripts=false, then ";
  process.stderr.write(
    `Cannot run "sluice": Node must be ${engines.node}: got ${process.versions.node}; in the project's folder: ${fetchIt}npx node cli/sluice.js …\n`,
  );
  process.exit(2);
}
require("../register.js");
module.exports = require("./sluice.ts");
