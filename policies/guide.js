"use strict";
// Writes docs/reference/policies.md from the policies themselves: node policies/guide.js
require("../register.js");
const path = require("node:path");
const fs = require("node:fs");
const { renderGuide } = require("./pack/render-guide.ts");
const { policies } = require("./all.ts");
fs.writeFileSync(path.join(__dirname, "..", "docs", "reference", "policies.md"), renderGuide(policies));
