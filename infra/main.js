"use strict";
// The program as Pulumi runs it: `require("@sluice/infra")` in the clone, `require("sluice/program")` as a package.
require("../register.js");
module.exports = require("./index").run;
