"use strict";
require("../../../register.js");
module.exports = require("./forward.ts");
