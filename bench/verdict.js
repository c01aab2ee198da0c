"use strict";
require("../register.js");
require("./verdict/run.ts").run(__filename, process.argv.slice(2));
