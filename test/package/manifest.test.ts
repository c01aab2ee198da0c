import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isBuiltin } from "node:module";
import { plan } from "../../package/plan";

const root = path.join(__dirname, "../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  readonly private?: boolean;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

test("nothing of the package needs a compiler or a Node of its own", () => {
  for (const name of ["typescript", "@swc/core", "node"]) {
    expect(manifest.dependencies).not.toHaveProperty(name);
  }
  expect(manifest.peerDependencies).toEqual({ "@pulumi/pulumi": ">=3.229 <4" });
  expect(manifest.private).toBeUndefined();
});

test("every entry names its types first", () => {
  for (const [name, entry] of Object.entries(manifest.exports)) {
    if (typeof entry === "string") continue;
    expect([name, Object.keys(entry)]).toEqual([name, ["types", "default"]]);
  }
});

const withPack = ["preview.yml", "up.yml", "gitlab-ci.yml"];

test.each([...withPack, "abort.yml", "pause.yml", "rollback.yml"])("workflow %s runs the package", (name) => {
  const text = plan.made(root)[`workflows/${name}`] ?? "";
  expect(text).toContain("npx sluice ");
  expect(text.includes("--policy-pack node_modules/sluice/dist/policies")).toBe(withPack.includes(name));
  const scripts = [...text.matchAll(/node (?<file>[\w/.-]+\.js)/gu)].map(
    ({ groups }) => groups?.["file"] ?? "",
  );
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) {
    const file = script.replace(/^node_modules\/sluice\//u, "");
    expect(file).not.toBe(script);
    expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
    expect(manifest.files).toContain(file);
  }
});

const withoutOwn = (name: string): boolean => !/^(?:sluice$|sluice\/|@sluice\/|\$)/u.test(name);

/** Packages that the files of a folder import or require. */
function listPackages(folder: string): string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => /\.(?:ts|js)$/u.test(file) && !/^(?:demo|guides)/u.test(file));
  return sources
    .map((file) => readFileSync(path.join(root, folder, file), "utf8"))
    .flatMap((text) => [...text.matchAll(/(?:from |require\(|import\()"(?<name>[^."][^"\n]*)"/gu)])
    .map(({ groups }) => groups?.["name"] ?? "")
    .filter((name) => !isBuiltin(name) && withoutOwn(name))
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

test("everything that the package's code requires is a dependency, and nothing else is", () => {
  const known = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
  expect([...new Set(plan.folders.flatMap(listPackages))].toSorted()).toEqual(known.toSorted());
});
