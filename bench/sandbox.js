"use strict";
require("../register.js");
void require("./sandbox/run.ts").run();
