#!/usr/bin/env node
"use strict";
require("../register.js");
module.exports = require("./sluice.ts");
