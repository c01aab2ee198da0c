import { spawnSync } from "node:child_process";
import path from "node:path";

const preload = path.join(__dirname, "../../infra/preload.js");

/** Runs a text in a Node of its own and returns what it prints. */
function run(text: string, options = ["--require", preload]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, "-e", text], {
    cwd: path.join(__dirname, "../.."),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

test("Pulumi is loaded without compiler, package manager, automation and exporters of traces", () => {
  const loaded = run(`
    require("@pulumi/pulumi");
    require("@pulumi/pulumi/cmd/run/tracing");
    const late = /node_modules.(typescript|@npmcli.arborist|normalize-package-data|semver|@opentelemetry.(sdk|exporter).*)./;
    const automation = /@pulumi.pulumi.automation./;
    console.log(Object.keys(require.cache).filter((file) => late.test(file) || automation.test(file)).length);
  `);
  expect(loaded).toBe("0");
});

test("a program that automates Pulumi gets its automation after all", () => {
  const text = run(`
    const { automation } = require("@pulumi/pulumi");
    console.log(typeof automation.LocalWorkspace.create, "fullyQualifiedStackName" in automation);
  `);
  expect(text).toBe("function true");
});

test("an engine that wants traces gets them after all", () => {
  const text = run(`
    const { trace } = require("@opentelemetry/api");
    const tracing = require("@pulumi/pulumi/cmd/run/tracing");
    const isRecorded = () => trace.getTracer("test").startSpan("one").isRecording();
    const before = isRecorded();
    tracing.start("http://127.0.0.1:9/api/v2/spans");
    console.log(before, isRecorded());
    process.exit(0);
  `);
  expect(text).toBe("false true");
});

test("the stack of an error has the places of a program's sources, and those of packages as they are", () => {
  const map = Buffer.from(
    // Column 0 of line 1 is that of line 7 of "program.ts".
    JSON.stringify({ version: 3, sources: ["program.ts"], names: [], mappings: "AAMA" }),
  ).toString("base64");
  const text = run(`
    const { writeFileSync, mkdtempSync, rmSync } = require("node:fs");
    const folder = mkdtempSync("/tmp/sluice-stack-");
    writeFileSync(folder + "/program.js", "module.exports = new Error('mine').stack;\\n//# sourceMappingURL=data:application/json;base64,${map}\\n");
    require("node:module").createRequire(require.resolve("@pulumi/pulumi"))("source-map-support/register");
    const own = require(folder + "/program.js");
    rmSync(folder, { recursive: true });
    let theirs;
    try { new (require("@pulumi/pulumi").CustomResource)(); } catch (error) { theirs = error.stack; }
    console.log(/program\\.ts:7/.test(own), /resource\\.js:/.test(theirs), /resource\\.ts:/.test(theirs));
  `);
  expect(text).toBe("true true false");
});

test("a program that serializes closures gets them after all", () => {
  const text = run(`
    const { runtime } = require("@pulumi/pulumi");
    const add = (a, b) => a + b;
    runtime.serializeFunction(() => add(1, 2)).then(({ text }) => console.log(text));
  `);
  expect(text).toMatch(/exports\.handler = /);
  expect(text).toContain("add");
});

test("the packages that a closure needs are found as without it", () => {
  const paths = run(`
    const { runtime } = require("@pulumi/pulumi");
    runtime.computeCodePaths().then((paths) => console.log(paths.size > 0));
  `);
  expect(paths).toBe("true");
});

test("where a project has no compiler, Pulumi's own is taken, and only once it is used", () => {
  const text = run(`
    const Module = require("node:module");
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (request, ...rest) {
      if (request === "typescript") throw Object.assign(new Error("none"), { code: "MODULE_NOT_FOUND" });
      return resolve.call(this, request, ...rest);
    };
    const { runtime } = require("@pulumi/pulumi");
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes("typescript@3.8.3"));
    const before = isLoaded();
    const add = (a, b) => a + b;
    runtime
      .serializeFunction(() => add(1, 2))
      .then(({ text }) => console.log(before, isLoaded(), text.includes("add")));
  `);
  expect(text).toBe("false true true");
});

test.each(["./infra/main.js", "./components/providers.js"])(
  "%s loads one of zod's fifty languages, and the others once they are asked for",
  (entry) => {
    const printed = run(
      `
      require("${entry}");
      const { z } = require("zod");
      const count = () => Object.keys(require.cache).filter((file) => /zod.v4.locales./.test(file)).length;
      const before = count();
      const { localeError } = z.locales.de();
      console.log(before, count() > 40, localeError({ code: "not_multiple_of", divisor: 2 }));
    `,
      [],
    );
    expect(printed).toBe("1 true Ungültige Zahl: muss ein Vielfaches von 2 sein");
  },
);

test("the program's text has no source map, which Pulumi would read for the stack of each promise", () => {
  const printed = run(`
    const { Module } = require("node:module");
    const compile = Module.prototype._compile;
    const own = [];
    Module.prototype._compile = function (text, file, ...rest) {
      if (file.endsWith(".ts")) own.push(text);
      return compile.call(this, text, file, ...rest);
    };
    require("./infra/main.js");
    console.log(own.length > 0, own.filter((text) => text.includes("sourceMappingURL")).length);
  `);
  expect(printed).toBe("true 0");
});
