"use strict";
require("../register.js");
void require("./serve-tools/run.ts").run();
