import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureToolsIn } from "../../../sandbox/tools/resolve";
import { runCommand } from "../../../sandbox/tools/run-command";
import type { Tool } from "../../../sandbox/tools/tool";
import { createWorld, fakeGoBuild, type FakeWorld, widget, writeProgram } from "./fake-world";
import {
  type Answers,
  cutOff,
  packRelease,
  type ReleaseServer,
  serveReleases,
  sha256,
  silent,
  whole,
} from "./release-server";

const archive = packRelease("#!/bin/sh\necho released\n");
const path = "/v1.2.3/widget.tar.gz";
const servers: ReleaseServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const serve = async (answers: Answers): Promise<ReleaseServer> => {
  const server = await serveReleases(answers);
  servers.push(server);
  return server;
};

/** `widget` with a release on that server. */
const released = (url: string, checksum = sha256(archive)): Tool => ({
  ...widget,
  download: {
    url: `${url}${path}`,
    sha256: checksum,
    sources: ["one", "other"],
    files: { widget: "widget-1.2.3/widget" },
  },
});

/** A tool built from the same module under another name. */
const named = (name: string, more: Partial<Tool> = {}): Tool => ({
  name,
  version: "1.2.3",
  binaries: [name],
  source: { kind: "go", folder: "mod", packages: ["."], output: name, cpuSeconds: 10 },
  ...more,
});

/** A machine where `tar` is real and `go build` is not. */
const machine = (env: Readonly<Record<string, string>> = {}): FakeWorld => {
  const world = createWorld((...call) => (call[0] === "go" ? fakeGoBuild(...call) : runCommand(...call)));
  return { ...world, env: { ...world.env, ...env } };
};

const wasBuilt = ({ calls }: FakeWorld): boolean => calls.some((call) => call.startsWith("go build"));

const leftovers = ({ cacheRoot }: FakeWorld): readonly string[] =>
  readdirSync(cacheRoot).filter((entry) => /partial|lock/u.test(entry));

test("a tool with an official release is downloaded, not built, and the second time taken from the cache", async () => {
  const { url, asked } = await serve({ [path]: whole(archive) });
  const world = machine();
  const toolbox = await ensureToolsIn(world, [released(url)]);
  expect(execFileSync(toolbox.path("widget"), { encoding: "utf8" })).toBe("released\n");
  await ensureToolsIn(world, [released(url)]);
  expect(asked).toEqual([path]);
  expect(wasBuilt(world)).toBe(false);
  expect(leftovers(world)).toEqual([]);
});

test("a release that is the program itself needs no archive", async () => {
  const program = Buffer.from("#!/bin/sh\necho bare\n");
  const { url } = await serve({ "/widget-linux-amd64": whole(program) });
  const download = {
    url: `${url}/widget-linux-amd64`,
    sha256: sha256(program),
    sources: ["a", "b"] as const,
  };
  const toolbox = await ensureToolsIn(machine(), [{ ...widget, download }]);
  expect(execFileSync(toolbox.path("widget"), { encoding: "utf8" })).toBe("bare\n");
});

test.each([
  [
    "has another checksum",
    whole(packRelease("#!/bin/sh\necho bad\n")),
    /its SHA-256 must be \w{64}: got \w{64}/u,
  ],
  ["is cut off", cutOff(archive), /aborted|ECONNRESET/u],
  ["is not there", undefined, /status 404/u],
])("a release that %s is refused and removed, and the tool built", async (_name, answer, why) => {
  const { url } = await serve(answer ? { [path]: answer } : {});
  const world = machine();
  const toolbox = await ensureToolsIn(world, [released(url)]);
  expect(readFileSync(toolbox.path("widget"), "utf8")).toBe("#!/bin/sh\n");
  expect(wasBuilt(world)).toBe(true);
  expect(world.lines.find((line) => line.startsWith("not downloaded, so built: widget 1.2.3"))).toMatch(why);
  expect(leftovers(world)).toEqual([]);
  expect(readdirSync(world.cacheRoot).filter((entry) => entry.includes("release"))).toEqual([]);
});

test("a release with another checksum is never unpacked or run", async () => {
  const marker = join(mkdtempSync(join(tmpdir(), "sluice-marker-")), "was-run");
  const { url } = await serve({ [path]: whole(packRelease(`#!/bin/sh\ntouch ${marker}\n`)) });
  const world = machine({ SLUICE_TOOLS: "download" });
  await expect(ensureToolsIn(world, [released(url, "0".repeat(64))])).rejects.toThrow(
    /Cannot get tool "widget" 1\.2\.3: 127\.0\.0\.1:\d+ gave no usable widget\.tar\.gz: its SHA-256 must be 0{64}: got/u,
  );
  expect(world.calls).toEqual([]);
  expect(existsSync(marker)).toBe(false);
});

test.each([
  ["answers nothing", true],
  ["is not reached", false],
])("a server that %s costs less than 3 s, for all tools together", async (_name, isUp) => {
  const server = await serve({ [path]: silent });
  if (!isUp) server.close();
  const world = machine();
  const start = performance.now();
  const { download } = released(server.url);
  await ensureToolsIn(
    world,
    ["one", "two", "three"].map((name) => named(name, download === undefined ? {} : { download })),
  );
  expect(performance.now() - start).toBeLessThan(3000);
  expect(world.calls.filter((call) => call.startsWith("go build"))).toHaveLength(3);
});

test("SLUICE_DOWNLOAD_BASE names a mirror, which has each file by its host and path", async () => {
  const { url, asked } = await serve({ "/mirror/releases.example.org/v1.2.3/widget.tar.gz": whole(archive) });
  const world = machine({ SLUICE_DOWNLOAD_BASE: `${url}/mirror/` });
  await ensureToolsIn(world, [released("https://releases.example.org")]);
  expect(asked).toEqual(["/mirror/releases.example.org/v1.2.3/widget.tar.gz"]);
  expect(wasBuilt(world)).toBe(false);
});

test("SLUICE_TOOLS=build asks no server, and takes neither PATH nor what was downloaded", async () => {
  const { url, asked } = await serve({ [path]: whole(archive) });
  const world = machine();
  await ensureToolsIn(world, [released(url)]);
  writeProgram(join(world.home, "bin", "widget"), "#!/bin/sh\necho 1.2.3\n");
  const strict = { ...world, env: { ...world.env, SLUICE_TOOLS: "build" } };
  const toolbox = await ensureToolsIn(strict, [released(url)]);
  expect(readFileSync(toolbox.path("widget"), "utf8")).toBe("#!/bin/sh\n");
  expect(asked).toHaveLength(1);
});

test("SLUICE_TOOLS=download takes neither PATH nor what was built, and builds what has no release", async () => {
  const { url, asked } = await serve({ [path]: whole(archive) });
  const world = machine();
  await ensureToolsIn(world, [widget]);
  writeProgram(join(world.home, "bin", "widget"), "#!/bin/sh\necho 1.2.3\n");
  const strict = { ...world, env: { ...world.env, SLUICE_TOOLS: "download" } };
  const toolbox = await ensureToolsIn(strict, [released(url), named("other")]);
  expect(readFileSync(toolbox.path("widget"), "utf8")).toContain("released");
  expect(asked).toEqual([path]);
});

test("SLUICE_TOOLS=path refuses every tool that is not installed, by name and with the reason", async () => {
  const { url, asked } = await serve({ [path]: whole(archive) });
  const world = machine({ SLUICE_TOOLS: "path" });
  await expect(
    ensureToolsIn(world, [released(url), named("plug", { pluginFolder: "plug" })]),
  ).rejects.toThrow(
    /Cannot get tool "widget" 1\.2\.3: widget is not on PATH\n  → unset SLUICE_TOOLS to have it made; or put.*\nCannot get tool "plug" 1\.2\.3: /u,
  );
  expect([asked, wasBuilt(world)]).toEqual([[], false]);
});

test("SLUICE_TOOLS refuses a word that is no way", async () => {
  await expect(ensureToolsIn(machine({ SLUICE_TOOLS: "fetch" }), [widget])).rejects.toThrow(
    "Cannot get tools: SLUICE_TOOLS must be one of path, download, build: got fetch",
  );
});

test("SLUICE_DOWNLOAD_PINS replaces pinned checksums only beside SLUICE_TOOLS=download", async () => {
  const { url } = await serve({ [path]: whole(archive) });
  const world = machine();
  const pins = join(world.home, "pins.json");
  writeFileSync(pins, JSON.stringify({ widget: released(url).download }));
  const using = (env: Record<string, string>) => ({
    ...world,
    env: { ...world.env, SLUICE_DOWNLOAD_PINS: pins, ...env },
  });
  for (const env of [{}, { SLUICE_TOOLS: "build" }]) {
    await expect(ensureToolsIn(using(env), [widget])).rejects.toThrow(
      /SLUICE_DOWNLOAD_PINS replaces the pinned checksums, so SLUICE_TOOLS must be download beside it/u,
    );
  }
  const toolbox = await ensureToolsIn(using({ SLUICE_TOOLS: "download" }), [widget]);
  expect(readFileSync(toolbox.path("widget"), "utf8")).toContain("released");
  // A tool that came by such a list is not taken without it.
  const usual = await ensureToolsIn(world, [released(url, "0".repeat(64))]);
  expect(readFileSync(usual.path("widget"), "utf8")).not.toContain("released");
});
