"use strict";
/**
 * Defers modules of packages until something uses them, which our programs seldom do. @pulumi/pulumi brings a
 * TypeScript compiler and a package manager for serializing closures (two thirds of its start), its automation, and
 * exporters of traces; zod brings its messages in fifty languages. Node gets this file by `--require`, before anything
 * else is loaded; otherwise it is the first that each of our own processes requires.
 */
const Module = require("node:module");
const path = require("node:path");

// As register.js does, but already for Pulumi's own modules.
Module.enableCompileCache?.(path.join(__dirname, "node_modules", ".cache", "sluice-ts", "compiled"));

const load = Module._load;
const [pulumi, zod] = [/[\\/]@pulumi[\\/]pulumi[\\/]/, /[\\/]zod[\\/]v4[\\/]/];
/** Files of Pulumi itself, without the packages that it brings. */
const ownOfPulumi = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules[\\/])/;
/** The compiler that Pulumi brings for projects without one. */
const vendored = /[\\/]vendor[\\/]typescript@(?<version>[\d.]+)[\\/]typescript\.js$/;
/** Modules of packages; one that is imported as a namespace hands its members on untouched if it is an "ES module". */
const late = [
  { by: pulumi, request: /^typescript$/ },
  { by: pulumi, request: vendored },
  { by: pulumi, request: /^@npmcli\/arborist$/, isNamespace: true },
  { by: pulumi, request: /^normalize-package-data$/ },
  { by: ownOfPulumi, request: /^\.\/automation$/, isNamespace: true },
  { by: ownOfPulumi, request: /^semver$/, isNamespace: true },
  // Taken apart where they are required, and used where the engine wants traces.
  {
    by: /[\\/]cmd[\\/]run[\\/]tracing\.js$/,
    request: /^@opentelemetry\/(exporter-zipkin|instrumentation(-grpc)?|resources|sdk-trace-(base|node))$/,
    hasLateMembers: true,
  },
  { by: zod, request: /^\.\.\/locales\/index\.cjs$/, isNamespace: true },
];

/** Pattern of all of them: most requests are none of these, and one look says so. */
const someLate = new RegExp(late.map(({ request }) => request.source).join("|"));

/** Version of a module, without loading it. */
function readVersion(request, parent) {
  return (
    vendored.exec(request)?.groups.version ?? load.call(Module, `${request}/package.json`, parent).version
  );
}

/** A function or class that is loaded when it is first called. */
const lateMember = (get) =>
  new Proxy(function unloaded() {}, {
    apply: (_target, self, args) => Reflect.apply(get(), self, args),
    construct: (_target, args) => Reflect.construct(get(), args),
  });

/** A module that loads itself when it is first used. */
function lazily(request, parent, { isNamespace, hasLateMembers }) {
  // Pulumi takes its own compiler where a project has none, which it must learn now.
  Module._resolveFilename(request, parent);
  let loaded;
  const get = () => (loaded ??= load.call(Module, request, parent, false));
  return new Proxy(function unloaded() {}, {
    get: (_target, key) => {
      if (key === "__esModule" && loaded === undefined) return isNamespace || undefined;
      // All that Pulumi's runner of policy packs asks the compiler.
      if (key === "version" && loaded === undefined) return readVersion(request, parent);
      return hasLateMembers && loaded === undefined ? lateMember(() => get()[key]) : get()[key];
    },
    has: (_target, key) => key in get(),
    apply: (_target, self, args) => Reflect.apply(get(), self, args),
    construct: (_target, args, target) => Reflect.construct(get(), args, target),
  });
}

/**
 * Leaves places in packages as they are: Pulumi asks for the stack of each promise and resource, and would read the
 * source maps of all its files for that. Those of a program's own files are read as ever.
 */
function keepPlacesOfPackages(parent) {
  const none = { version: 3, sources: [], names: [], mappings: "" };
  const retrieveSourceMap = (file) => (/[\\/]node_modules[\\/]/.test(file) ? { url: file, map: none } : null);
  load.call(Module, "source-map-support", parent).install({ retrieveSourceMap });
}

if (!Module._load.sluice) {
  Module._load = function loadLate(request, parent, isMain) {
    const file = parent?.filename ?? "";
    if (request === "source-map-support/register" && ownOfPulumi.test(file)) keepPlacesOfPackages(parent);
    const found = someLate.test(request)
      ? late.find((one) => one.request.test(request) && one.by.test(file))
      : undefined;
    return found ? lazily(request, parent, found) : load.call(this, request, parent, isMain);
  };
  Module._load.sluice = true;
}
