"use strict";
require("../register.js");
void require("./zz2.ts").run(__filename, process.argv.slice(2));
