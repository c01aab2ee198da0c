"use strict";
require("../register.js");
void require("./waf/run.ts").run();
