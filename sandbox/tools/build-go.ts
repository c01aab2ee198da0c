import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { goPath } from "../go-path";
import { findModule, leaveOut, makeWritable } from "./leave-out";
import { ToolError } from "./tool-error";
import type { GoSource, Tool } from "./tool";
import type { World } from "./world";
import { lastLines } from "./last-lines";

/** Runs a task when its turn has come. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Arguments of `go build` for a tool; the same ones every time, so that Go's build cache serves a second build. `-s -w`
 * costs nothing to compile and halves the link. `-gcflags=all=-N -l` takes a third of the processor time off
 * (encoding/json, regexp, text/template and all below them, cold: 14 s instead of 22 s) by leaving the optimiser out:
 * not used, since every test waits for these programs.
 * @see https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
 */
export function goBuildArgs(source: GoSource, binDir: string): readonly string[] {
  const stamps = (source.stamps ?? []).map((stamp) => ` -X ${stamp}`).join("");
  const output = source.output === undefined ? `${binDir}/` : join(binDir, source.output);
  return ["build", "-ldflags", `-s -w${stamps}`, "-o", output, ...source.packages];
}

/** Compiled packages while tools are built; the tools share them, and they are of no use once all are there. */
export const goCacheFolder = (world: World): string => join(world.cacheRoot, "go-build");

/**
 * Compiles a tool into `folder/bin`. Proxies and checksum settings of Go are taken from the environment. Modules are
 * downloaded before the compiler's turn has come, beside other builds.
 * @param inTurn - runs the compiler when no other tool is compiled: two at once would compile their shared packages
 * twice
 * @throws {ToolError} with the compiler's last lines when Go is missing or the build fails
 */
export async function buildGo(
  tool: Tool,
  source: GoSource,
  folder: string,
  world: World,
  inTurn: InTurn = (task) => task(),
): Promise<void> {
  const binDir = join(folder, "bin");
  mkdirSync(binDir, { recursive: true });
  const options = {
    cwd: join(world.moduleRoot, source.folder),
    env: {
      ...world.env,
      PATH: goPath(world.env),
      CGO_ENABLED: "0",
      GOFLAGS: "-buildvcs=false -mod=readonly -trimpath",
      GOCACHE: world.env["GOCACHE"] || goCacheFolder(world),
    },
  };
  const copies = join(folder, "modules");
  const [build = "build", ...args] = goBuildArgs(source, binDir);
  const without = await leaveOut(tool, source, copies, options, world);
  // Reads the imports, and so downloads just the modules that are compiled; a failure here fails the build as well.
  await world.run(
    "go",
    ["list", ...without, "-deps", "-f", "{{with .Error}}{{.}}{{end}}", ...source.packages],
    options,
  );
  const { code, output } = await inTurn(
    async () => await world.run("go", [build, ...without, ...args], options),
  );
  rmSync(copies, { recursive: true, force: true });
  if (code === 127) throw new ToolError(tool, "go must be on PATH (1.26 or newer): got none", "install Go");
  if (code !== 0) {
    throw new ToolError(
      tool,
      `"go build" in sandbox/tools/${source.folder} ended with ${code ?? "a signal"}:\n${lastLines(output, 12)}`,
      "check disk space and the Go module proxy (GOPROXY), then run again: what was compiled is kept",
    );
  }
  for (const file of source.npmFiles ?? []) {
    const target = join(binDir, basename(file));
    copyFileSync(require.resolve(file), target);
    chmodSync(target, 0o755);
  }
  for (const [name, { module, folder: part }] of Object.entries(source.moduleFolders ?? {})) {
    const copy = join(folder, name);
    cpSync(join(await findModule(tool, module, options, world), part), copy, { recursive: true });
    makeWritable(copy);
  }
}
