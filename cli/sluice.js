#!/usr/bin/env node
"use strict";
const { engines } = require("../package.json");

const number = (version) =>
  version
    .match(/\d+/g)
    .slice(0, 3)
    .reduce((sum, part) => 1000 * sum + Number(part), 0);

if (number(process.versions.node) < number(engines.node)) {
  process.stderr.write(
    `Cannot run "sluice": Node must be ${engines.node}: got ${process.versions.node}; in the project's folder: npx node cli/sluice.js …\n`,
  );
  process.exit(2);
}
require("../register.js");
module.exports = require("./sluice.ts");
