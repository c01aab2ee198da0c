"use strict";
require("../register.js");
void require("./verdict/run.ts").run(__filename, process.argv.slice(2));
