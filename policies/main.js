"use strict";
// Entry of the policy pack. Pulumi's runner takes .ts for a compiler that checks types (4 s): ours is put in its place.
require("./lazy-modules.js");
delete require("node:module")._extensions[".ts"];
require("../register.js");
const { start } = require("./index");
start();
