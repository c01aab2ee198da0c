"use strict";
/**
 * For `nodeargs` of PulumiPolicy.yaml, before Pulumi's runner of packs is loaded; else by main.js. Beside what a program
 * leaves for later, the runner would start a compiler for .ts files, which is two thirds of the time until the pack is
 * ready.
 */
const Module = require("node:module");
require("../lazy-modules.js");

const load = Module._load;

/** In place of the compiler's hook for .ts files, which main.js would take away again. */
const noHook = { VERSION: "none", register: () => undefined };

if (!load.sluicePolicies) {
  Module._load = function loadHook(request, parent, isMain) {
    const isHook = /(^|[\\/])ts-node(@[\d.]+)?$/.test(request);
    return isHook && parent?.filename?.includes("@pulumi")
      ? noHook
      : load.call(this, request, parent, isMain);
  };
  Module._load.sluice = true;
  Module._load.sluicePolicies = true;
}
