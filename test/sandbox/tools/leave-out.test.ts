import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { leaveOut } from "../../../sandbox/tools/leave-out";
import type { GoSource } from "../../../sandbox/tools/tool";
import { createWorld, fakeGoBuild, widget } from "./fake-world";

const source: GoSource = {
  kind: "go",
  folder: "mod",
  packages: ["."],
  cpuSeconds: 10,
  without: [
    {
      module: "example.org/big",
      what: "its list",
      replace: { "list/all.go": "less/none.go", "cloud/": "less/cloud.go" },
    },
  ],
};

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A world whose Go has the module `example.org/big` in its read-only cache. */
function worldWithModule() {
  const world = createWorld(async (command, args) => {
    if (args[0] !== "mod") return fakeGoBuild(command, args);
    return {
      code: 0,
      output: `{\n\t"Path": "example.org/big",\n\t"Dir": "${join(world.home, "cached")}"\n}\n`,
    };
  });
  write(join(world.moduleRoot, "mod/go.sum"), "sums\n");
  write(join(world.moduleRoot, "mod/less/none.go"), "package list // none\n");
  write(join(world.moduleRoot, "mod/less/cloud.go"), "package cloud // none\n");
  for (const file of ["list/all.go", "list/other.go", "cloud/api.go", "cloud/spec.go", "cloud/data.json"]) {
    write(join(world.home, "cached", file), `original ${file}\n`);
  }
  for (const folder of ["list", "cloud", "."]) chmodSync(join(world.home, "cached", folder), 0o555);
  const folder = join(world.home, "copies");
  const options = { cwd: join(world.moduleRoot, "mod"), env: world.env };
  return { world, folder, options };
}

test("leaveOut() copies the module with our files in place of its own, and points go.mod at the copy", async () => {
  const { world, folder, options } = worldWithModule();
  expect(await leaveOut(widget, source, folder, options, world)).toEqual([
    `-modfile=${join(folder, "go.mod")}`,
  ]);
  expect(readFileSync(join(folder, "go.mod"), "utf8")).toBe(
    `module mod\n\nreplace example.org/big => ${join(folder, "0")}\n`,
  );
  expect(readFileSync(join(folder, "go.sum"), "utf8")).toBe("sums\n");
  expect(readFileSync(join(folder, "0/list/all.go"), "utf8")).toBe("package list // none\n");
  expect(readFileSync(join(folder, "0/list/other.go"), "utf8")).toBe("original list/other.go\n");
  expect(readdirSync(join(folder, "0/cloud")).toSorted()).toEqual(["cloud.go", "data.json"]);
  expect(readFileSync(join(world.home, "cached/list/all.go"), "utf8")).toBe("original list/all.go\n");
});

test("leaveOut() does nothing for a tool that is built whole", async () => {
  const { world, folder, options } = worldWithModule();
  const { without: _, ...whole } = source;
  expect(await leaveOut(widget, whole, folder, options, world)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(world.calls).toEqual([]);
});

test("leaveOut() refuses a file that the module does not have, so that a new version cannot lose a cut unseen", async () => {
  const { world, folder, options } = worldWithModule();
  const gone = {
    ...source,
    without: [{ module: "example.org/big", what: "x", replace: { "gone.go": "less/none.go" } }],
  };
  await expect(leaveOut(widget, gone, folder, options, world)).rejects.toThrow("gone.go");
});

test("leaveOut() names a module that cannot be downloaded", async () => {
  const { folder, options } = worldWithModule();
  const world = createWorld(async () => ({ code: 1, output: "proxy: 403" }));
  await expect(leaveOut(widget, source, folder, options, world)).rejects.toThrow(
    /"go mod download example.org\/big" ended with 1:\nproxy: 403/u,
  );
});
