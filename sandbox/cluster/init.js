"use strict";
require("../../register.js");
require("./init.ts");
