"use strict";
// The repository's own program. Pulumi.yaml names it, since `exports` of package.json are those of the npm package.
module.exports = require("./infra/main.js");
