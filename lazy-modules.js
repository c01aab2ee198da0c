"use strict";
/**
 * Defers modules that a program of ours does not use until something asks for them: @pulumi/pulumi brings a
 * TypeScript compiler and a package manager, for serializing closures, which is two thirds of its start, and zod its
 * messages in fifty languages. Given to Node with `--require`, before anything else is loaded; else the first that
 * each of our own processes requires.
 */
const Module = require("node:module");
const path = require("node:path");

// As register.js does, but already for Pulumi's own modules.
Module.enableCompileCache?.(path.join(__dirname, "node_modules", ".cache", "sluice-ts", "compiled"));

const load = Module._load;
const [pulumi, zod] = [/[\\/]@pulumi[\\/]pulumi[\\/]/, /[\\/]zod[\\/]v4[\\/]/];
/** The compiler that Pulumi brings for projects without one. */
const vendored = /[\\/]vendor[\\/]typescript@(?<version>[\d.]+)[\\/]typescript\.js$/;
/** Modules of packages; one that is imported as a namespace hands its members on untouched if it is an "ES module". */
const late = [
  { by: pulumi, request: /^typescript$/ },
  { by: pulumi, request: vendored },
  { by: pulumi, request: /^@npmcli\/arborist$/, isNamespace: true },
  { by: pulumi, request: /^normalize-package-data$/ },
  { by: zod, request: /^\.\.\/locales\/index\.cjs$/, isNamespace: true },
];

/** Version of a module, without loading it. */
function readVersion(request, parent) {
  return (
    vendored.exec(request)?.groups.version ?? load.call(Module, `${request}/package.json`, parent).version
  );
}

/** A module that loads itself when it is first used. */
function lazily(request, parent, isNamespace) {
  // Pulumi takes its own compiler where a project has none, which it must learn now.
  Module._resolveFilename(request, parent);
  let loaded;
  const get = () => (loaded ??= load.call(Module, request, parent, false));
  return new Proxy(function unloaded() {}, {
    get: (_target, key) => {
      if (key === "__esModule" && loaded === undefined) return isNamespace || undefined;
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
    const file = parent?.filename ?? "";
    const found = late.find((one) => one.request.test(request) && one.by.test(file));
    return found ? lazily(request, parent, found.isNamespace) : load.call(this, request, parent, isMain);
  };
  Module._load.sluice = true;
}
