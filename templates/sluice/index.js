"use strict";
// The whole program: Sluice reads the stack's name and files and declares its resources.
module.exports = require("sluice/program");
