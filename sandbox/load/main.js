"use strict";
// Entry of the generator's own process: see worker.ts.
require("../../register.js");
require("./worker.ts").runWorker();
