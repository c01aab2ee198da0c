"use strict";
// Module that the text of every dynamic resource requires; see provider-shim.ts.
require("../lazy-modules.js");
require("../register.js");
module.exports = require("./providers/index");
