import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CommandResult, CommandRunner } from "../../../sandbox/tools/run-command";
import type { Tool } from "../../../sandbox/tools/tool";
import type { World } from "../../../sandbox/tools/world";

/** A machine made of one temporary folder; commands are answered by `answer` and kept in `calls`. */
export interface FakeWorld extends World {
  readonly home: string;
  readonly calls: string[];
  readonly lines: string[];
}

/** Writes an executable file, e.g. to stand for an installed tool. */
export function writeProgram(file: string, text = "#!/bin/sh\n"): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

/** Does what `go build` does as far as anybody looks: writes the output file. */
export const fakeGoBuild: CommandRunner = async (_command, args) => {
  if (!args.includes("-o")) return { code: 0, output: "" };
  const output = args[args.indexOf("-o") + 1] ?? "";
  writeProgram(output.endsWith("/") ? join(output, "built") : output);
  return { code: 0, output: "" };
};

/** Makes a machine with an empty cache, an empty PATH folder `bin` and one module folder `mod`. */
export function createWorld(answer: CommandRunner = fakeGoBuild): FakeWorld {
  const home = mkdtempSync(join(tmpdir(), "sluice-tools-"));
  mkdirSync(join(home, "bin"));
  mkdirSync(join(home, "modules", "mod"), { recursive: true });
  writeFileSync(join(home, "modules", "mod", "go.mod"), "module mod\n");
  const calls: string[] = [];
  const lines: string[] = [];
  const run = async (...call: Parameters<CommandRunner>): Promise<CommandResult> => {
    calls.push([call[0], ...call[1]].join(" "));
    return answer(...call);
  };
  return {
    home,
    calls,
    lines,
    cacheRoot: join(home, "cache"),
    moduleRoot: join(home, "modules"),
    env: { PATH: join(home, "bin"), HOME: home },
    run,
    onProgress: (line) => lines.push(line),
  };
}

/** A tool built from module folder `mod` that may be installed in version 1.2.3. */
export const widget: Tool = {
  name: "widget",
  version: "1.2.3",
  binaries: ["widget"],
  onPath: { prints: "1.2.3" },
  source: { kind: "go", folder: "mod", packages: ["."], output: "widget", cpuSeconds: 10 },
};
