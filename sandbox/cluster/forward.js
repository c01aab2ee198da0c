"use strict";
require("../../register.js");
require("./forward.ts");
