import { spawnSync } from "node:child_process";
import path from "node:path";

const preload = path.join(__dirname, "../../infra/preload.js");

/** Runs a text in a Node of its own and returns what it prints. */
function run(text: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--require", preload, "-e", text], {
    cwd: path.join(__dirname, "../.."),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

test("Pulumi is loaded without compiler and package manager", () => {
  const loaded = run(`
    require("@pulumi/pulumi");
    const late = /node_modules.(typescript|@npmcli.arborist|normalize-package-data)./;
    console.log(Object.keys(require.cache).filter((file) => late.test(file)).length);
  `);
  expect(loaded).toBe("0");
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
