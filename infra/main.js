"use strict";
// The program as Pulumi runs it: `require("@sluice/infra")` in the clone, `require("sluice/program")` as a package.
require("../lazy-modules.js");
require("../register.js");
module.exports = require("./index").run;
