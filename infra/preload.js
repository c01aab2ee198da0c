"use strict";
// For `nodeargs` in Pulumi.yaml: Node loads it before Pulumi, so that the program starts in half the time.
require("../lazy-modules.js");
