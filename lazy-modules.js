"use strict";
/**
 * Loads what a program of ours does not use only when something asks for it after all: @pulumi/pulumi brings a
 * TypeScript compiler and a package manager, for serializing closures, which is two thirds of its start. Given to Node
 * with `--require`, before anything else is loaded.
 */
const Module = require("node:module");
const path = require("node:path");

// As register.js does, but already for Pulumi's own modules.
Module.enableCompileCache?.(path.join(__dirname, "node_modules", ".cache", "sluice-ts", "compiled"));

const load = Module._load;
/** Modules, and whether they are imported as a namespace, whose members only an "ES module" hands on untouched. */
const late = new Map([
  ["typescript", false],
  ["@npmcli/arborist", true],
  ["normalize-package-data", false],
]);
/** The compiler that Pulumi brings for projects without one. */
const vendored = /[\\/]vendor[\\/]typescript@(?<version>[\d.]+)[\\/]typescript\.js$/;

/** Version of a module, without loading it. */
function readVersion(request, parent) {
  return (
    vendored.exec(request)?.groups.version ?? load.call(Module, `${request}/package.json`, parent).version
  );
}

/** A module that loads itself when it is first used. */
function lazily(request, parent) {
  // Pulumi takes its own compiler where a project has none, which it must learn now.
  Module._resolveFilename(request, parent);
  let loaded;
  const get = () => (loaded ??= load.call(Module, request, parent, false));
  return new Proxy(function unloaded() {}, {
    get: (_target, key) => {
      if (key === "__esModule" && loaded === undefined) return late.get(request) || undefined;
      // All that Pulumi's runner of policy packs asks the compiler.
      if (key === "version" && loaded === undefined) return readVersion(request, parent);
      return get()[key];
    },
    has: (_target, key) => key in get(),
    apply: (_target, self, args) => Reflect.apply(get(), self, args),
    construct: (_target, args, target) => Reflect.construct(get(), args, target),
  });
}

if (!Module._load.sluice) {
  Module._load = function loadLate(request, parent, isMain) {
    const isLate = late.has(request) || vendored.test(request);
    const asksPulumi = isLate && /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "");
    return asksPulumi ? lazily(request, parent) : load.call(this, request, parent, isMain);
  };
  Module._load.sluice = true;
}
