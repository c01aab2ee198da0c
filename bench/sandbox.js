"use strict";
require("../register.js");
require("./sandbox/run.ts").run();
