"use strict";
/**
 * Lets plain Node load the project's `.ts` files: a file whose text is new is transpiled by swc (no type-checking)
 * into a cache, everything else is read from there, so an edit is in force at the next start without a build step.
 */
const { hash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const extensions = Module._extensions;
if (!extensions[".ts"]) {
  const { version } = require("@swc/core/package.json");
  const cacheDir = path.join(__dirname, "node_modules", ".cache", "sluice-ts");
  Module.enableCompileCache?.(path.join(cacheDir, "compiled"));

  const transpile = (file, source) =>
    require("@swc/core").transformSync(source, {
      filename: file,
      module: { type: "commonjs", ignoreDynamic: true },
      jsc: { target: "es2023", parser: { syntax: "typescript" } },
    }).code;

  extensions[".ts"] = (module, file) => {
    const source = fs.readFileSync(file, "utf8");
    // No source map: Pulumi reads those of all files for the stack that it keeps of each promise.
    const key = hash("sha256", `${version}\0no map\0${file}\0${source}`).slice(0, 32);
    const cached = path.join(cacheDir, `${key}.js`);
    let code;
    try {
      code = fs.readFileSync(cached, "utf8");
    } catch {
      code = transpile(file, source);
      fs.mkdirSync(cacheDir, { recursive: true });
      const partial = `${cached}.${process.pid}`;
      fs.writeFileSync(partial, code);
      fs.renameSync(partial, cached);
    }
    module._compile(code, file);
  };

  // Most imports are of a neighbour in TypeScript, whose ending Node tries last.
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function resolveNeighbour(request, parent, ...rest) {
    if (request.startsWith(".") && parent?.filename?.endsWith(".ts")) {
      const file = `${path.resolve(path.dirname(parent.filename), request)}.ts`;
      if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    }
    return resolve.call(this, request, parent, ...rest);
  };
}
