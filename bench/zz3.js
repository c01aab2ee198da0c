"use strict";
require("../register.js");
void require("./zz3.ts").run(__filename, process.argv.slice(2));
