import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { chooseInstall, findMissing, readAbove } from "../../../cli/init/installation";
import { planProjectFiles } from "../../../cli/init/project-files";

const clone = { program: "@sluice/infra", preload: "@sluice/infra/preload.js", dependencies: {} };
const dependencies = { "@pulumi/pulumi": "^3.270.0", sluice: "0.1.0" };
const packaged = { program: "sluice/program", preload: "sluice/preload", dependencies };
const empty = { present: [], missing: {} };

const texts = (...args: Parameters<typeof planProjectFiles>): Record<string, string> =>
  Object.fromEntries(planProjectFiles(...args).map((file) => [file.path, file.text]));

describe("planProjectFiles()", () => {
  test("writes a whole project into an empty folder, and nothing into somebody's project", () => {
    const files = texts("My Shop", empty, clone);
    expect(Object.keys(files)).toEqual(["Pulumi.yaml", "index.js", ".gitignore", "package.json"]);
    expect(files["Pulumi.yaml"]).toContain("name: my-shop\n");
    expect(files["Pulumi.yaml"]).not.toContain("main:");
    expect(planProjectFiles("shop", { ...empty, present: ["Pulumi.yaml"] }, clone)).toEqual([]);
  });

  test("from the package: real dependencies, and its modules", () => {
    const files = texts("shop", { present: [], missing: dependencies }, packaged);
    expect(JSON.parse(files["package.json"] ?? "")).toEqual({
      name: "shop",
      private: true,
      main: "index.js",
      dependencies,
    });
    expect(files["index.js"]).toContain('require("sluice/program")');
    expect(files["Pulumi.yaml"]).toContain("nodeargs: --require sluice/preload\n");
  });

  test("adds to a package.json only what is neither there nor found, and keeps the rest", () => {
    const manifest = { name: "shop", scripts: { test: "x" }, dependencies: { sluice: "file:sluice.tgz" } };
    const folder = {
      present: ["package.json"],
      manifest: JSON.stringify(manifest),
      missing: { "@pulumi/pulumi": "^3.270.0", sluice: "0.1.0" },
    };
    expect(JSON.parse(texts("shop", folder, packaged)["package.json"] ?? "")).toEqual({
      ...manifest,
      dependencies: { sluice: "file:sluice.tgz", "@pulumi/pulumi": "^3.270.0" },
    });
    expect(texts("shop", { ...folder, missing: {} }, packaged)).not.toHaveProperty("package.json");
    const made = { ...folder, present: ["Pulumi.yaml", "package.json"] };
    expect(Object.keys(texts("shop", made, packaged))).toEqual(["package.json"]);
  });

  test.each([
    ["an index.js", ["index.js"], undefined],
    ["a main of its own", ["package.json"], '{"main":"server.js"}'],
    ["exports", ["package.json"], '{"exports":"./lib.js"}'],
  ])(
    "in a package with %s the program has a file of its own, which Pulumi.yaml names",
    (_name, present, manifest) => {
      const files = texts("shop", { present, manifest, missing: {} }, packaged);
      expect(files["Pulumi.yaml"]).toContain("\nmain: sluice.js\n");
      expect(files["sluice.js"]).toContain('require("sluice/program")');
      expect(files).not.toHaveProperty("index.js");
    },
  );

  test("in a package of ES modules the program is one", () => {
    const folder = { present: ["package.json"], manifest: '{"type":"module"}', missing: {} };
    expect(texts("shop", folder, packaged)["index.js"]).toContain('import run from "sluice/program";');
  });

  test("a service takes the packages of a folder above: no package.json of its own, and Pulumi.yaml names its program", () => {
    const below = { present: [], missing: {}, above: '{"main":"server.js"}' };
    const files = texts("shop", below, packaged);
    expect(Object.keys(files)).toEqual(["Pulumi.yaml", "index.js"]);
    expect(files["Pulumi.yaml"]).toContain("\nmain: index.js\n");
    expect(texts("shop", { ...below, above: '{"type":"module"}' }, packaged)["index.js"]).toContain(
      "import run",
    );
    expect(Object.keys(texts("shop", { ...below, present: ["index.js"] }, packaged))).toContain("sluice.js");
    expect(Object.keys(texts("shop", below, clone))).toContain("package.json");
  });

  test("a package.json that is no JSON is refused", () => {
    const folder = { present: ["package.json"], manifest: "{", missing: {} };
    expect(() => planProjectFiles("shop", folder, packaged)).toThrow(
      /^Cannot read "package\.json": it must be JSON: got /,
    );
  });
});

describe("packages of a project's folder", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-packages-"));
  const folder = path.join(root, "deploy");
  fs.mkdirSync(path.join(root, "node_modules", "@pulumi", "pulumi"), { recursive: true });
  fs.mkdirSync(folder);

  afterAll(() => fs.rmSync(root, { recursive: true }));

  test("findMissing() finds those of a folder above", () => {
    expect(findMissing(folder, packaged)).toEqual({ sluice: "0.1.0" });
  });

  test("readAbove() reads the nearest package.json above", () => {
    expect(readAbove(path.join(folder, "shop"))).toBeUndefined();
    fs.writeFileSync(path.join(root, "package.json"), "{}");
    expect(readAbove(path.join(folder, "shop"))).toBe("{}");
  });

  test.each([
    ["by who runs it", undefined, "pnpm/9.0.0 npm/? node/v22", "pnpm install"],
    ["npm where nothing says otherwise", undefined, undefined, "npm install"],
    ["npm for an unknown one", undefined, "vlt/1.0", "npm install"],
    ["by the lockfile above, whoever runs it", "pnpm-lock.yaml", "npm/11.0.0", "pnpm install"],
  ])("chooseInstall() %s", (_name, lockfile, agent, wanted) => {
    if (lockfile !== undefined) fs.writeFileSync(path.join(root, lockfile), "");
    expect(chooseInstall(folder, agent)).toBe(wanted);
  });
});
