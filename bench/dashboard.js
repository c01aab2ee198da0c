"use strict";
require("../register.js");
void require("./dashboard/run.ts").run();
