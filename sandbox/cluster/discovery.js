"use strict";
require("../../register.js");
require("./discovery.ts");
