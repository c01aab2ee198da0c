"use strict";
require("../register.js");
void require("./policies/run.ts").run();
