"use strict";
// What Pulumi runs: `main` of the root's package.json, and of the folders that require "@sluice/infra".
require("../register.js");
module.exports = require("./index.ts").run;
