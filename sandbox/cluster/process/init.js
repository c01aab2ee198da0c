"use strict";
require("../../../register.js");
module.exports = require("./init.ts");
