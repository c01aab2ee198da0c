"use strict";
require("../../../register.js");
module.exports = require("./discovery.ts");
