"use strict";
/**
 * Loads what the pack does not use only when something asks for it after all: @pulumi/pulumi brings a TypeScript
 * compiler and a package manager, for serializing closures, and Pulumi's runner of packs starts the compiler: two
 * thirds of the time until the pack is ready. Loaded by `nodeargs` of PulumiPolicy.yaml before the runner, else by
 * main.js.
 */
const Module = require("node:module");
const path = require("node:path");

// As register.js does, but already for what the runner loads.
Module.enableCompileCache?.(path.join(__dirname, "..", "node_modules", ".cache", "sluice-ts", "compiled"));

const load = Module._load;
const late = new Set(["typescript", "@npmcli/arborist"]);

/** A module that loads itself when it is first used. */
function lazily(request, parent) {
  let loaded;
  const get = () => (loaded ??= load.call(Module, request, parent, false));
  return new Proxy(function unloaded() {}, {
    get: (_target, key) => {
      if (key === "__esModule" && loaded === undefined) return undefined;
      // All that Pulumi's runner asks the compiler.
      if (key === "version" && loaded === undefined) return require(`${request}/package.json`).version;
      return get()[key];
    },
    has: (_target, key) => key in get(),
    apply: (_target, self, args) => Reflect.apply(get(), self, args),
    construct: (_target, args, target) => Reflect.construct(get(), args, target),
  });
}

/** In place of the compiler's hook for .ts files, which main.js would take away again. */
const noHook = { VERSION: "none", register: () => undefined };

if (!Module._load.sluice) {
  Module._load = function loadLate(request, parent, isMain) {
    const asker = parent?.filename ?? "";
    if (late.has(request) && asker.includes("@pulumi")) return lazily(request, parent);
    if (/(^|[\\/])ts-node(@[\d.]+)?$/.test(request) && asker.includes("@pulumi")) return noHook;
    return load.call(this, request, parent, isMain);
  };
  Module._load.sluice = true;
}
