"use strict";
require("../register.js");
void require("./zz.ts").run(__filename, process.argv.slice(2));
