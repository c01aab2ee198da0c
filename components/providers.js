"use strict";
// What the text of every dynamic resource requires; see provider-shim.ts.
require("../register.js");
module.exports = require("./providers/index");
