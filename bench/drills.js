"use strict";
require("../register.js");
process.env["SLUICE_E2E_SANDBOX"] ??= "bench";
void require("./drills/run.ts").run();
