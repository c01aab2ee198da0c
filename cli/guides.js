"use strict";
// Writes the parts that are made from lists and schemas in docs/*.md: node cli/guides.js
require("../register.js");
const fs = require("node:fs");
const path = require("node:path");
const { fillBlocks } = require("./guides/fill-blocks.ts");
const { guides } = require("./guides/guides.ts");
for (const [name, blocks] of Object.entries(guides)) {
  const file = path.join(__dirname, "..", "docs", name);
  fs.writeFileSync(file, fillBlocks(fs.readFileSync(file, "utf8"), blocks));
}
