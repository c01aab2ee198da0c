import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compileGo } from "../../../sandbox/images/compile";
import { ensureImages } from "../../../sandbox/images/ensure";
import { readLayout } from "../../../sandbox/images/layout";
import { pauseLayoutTar } from "../../../sandbox/images/pause";
import { APP_SOURCE, buildScholarlink } from "../../../sandbox/images/scholarlink";
import { readTar } from "../../../sandbox/images/tar";

// The first run compiles the app.
jest.setTimeout(180_000);

let directory: string;

beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), "images-"))));
afterEach(() => rmSync(directory, { recursive: true }));

const sha256 = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

test("two builds of a variant are the same bytes", async () => {
  const [first, second] = await Promise.all(
    ["a", "b"].map((name) => buildScholarlink("v1", { cacheDir: path.join(directory, name) })),
  );
  expect(first?.layoutTar).not.toBe(second?.layoutTar);
  expect(readFileSync(first?.layoutTar ?? "").equals(readFileSync(second?.layoutTar ?? ""))).toBe(true);
});

test("a binary does not depend on where its source lies or when it was written", async () => {
  const copy = path.join(directory, "elsewhere");
  cpSync(APP_SOURCE, copy, { recursive: true });
  utimesSync(path.join(copy, "main.go"), 0, 0);
  const outputs = [path.join(directory, "one"), path.join(directory, "two")] as const;
  await compileGo({ directory: APP_SOURCE, output: outputs[0] });
  await compileGo({ directory: copy, output: outputs[1] });
  expect(readFileSync(outputs[0]).equals(readFileSync(outputs[1]))).toBe(true);
});

test("all variants are different images, and a second call builds nothing", async () => {
  await ensureImages();
  const lines: string[] = [];
  const images = Object.values(await ensureImages((line) => lines.push(line)));
  expect(new Set(images.map(({ digest }) => digest)).size).toBe(6);
  for (const { reference, digest } of images)
    expect(reference).toBe(`registry.example.org/scholarlink@${digest}`);
  expect(lines).toEqual([]);
});

test("every part of an image has the digest it is addressed by", async () => {
  const { layoutTar, digest } = await buildScholarlink("v2");
  const { manifest, blobs } = await readLayout(layoutTar);
  expect(manifest.digest).toBe(digest);
  for (const blob of [manifest, ...blobs]) expect(sha256(blob.bytes)).toBe(blob.digest);
  const { rootfs } = JSON.parse(blobs[0].bytes.toString()) as { rootfs: { diff_ids: string[] } };
  expect(rootfs.diff_ids).toEqual([blobs[1].digest]);
});

test("the app's image runs as a user without rights and says what it is", async () => {
  const [config] = (await readLayout((await buildScholarlink("v2")).layoutTar)).blobs;
  expect(JSON.parse(config.bytes.toString())).toMatchObject({
    config: {
      User: "65532:65532",
      Entrypoint: ["/scholarlink"],
      Labels: { "org.opencontainers.image.title": "scholarlink", "org.opencontainers.image.version": "v2" },
    },
  });
});

test("the pause archive has one index entry per name, the digest filled in", async () => {
  const file = path.join(directory, "pause.tar");
  const digest = await pauseLayoutTar(file, [
    "registry.example.org/pause:1",
    "registry.example.org/pause@{digest}",
  ]);
  const index = JSON.parse(readTar(readFileSync(file)).get("index.json")?.toString() ?? "") as {
    manifests: { digest: string; annotations: Record<string, string> }[];
  };
  expect(
    index.manifests.map((entry) => [entry.digest, entry.annotations["io.containerd.image.name"]]),
  ).toEqual([
    [digest, "registry.example.org/pause:1"],
    [digest, `registry.example.org/pause@${digest}`],
  ]);
});

test("a source that does not compile says so with the compiler's words and leaves nothing behind", async () => {
  writeFileSync(path.join(directory, "go.mod"), "module broken\n\ngo 1.26\n");
  writeFileSync(path.join(directory, "main.go"), "package main\n\nfunc main() { nothing() }\n");
  const output = path.join(directory, "out");
  await expect(compileGo({ directory, output })).rejects.toThrow("undefined: nothing");
  expect(existsSync(output)).toBe(false);
});

test("a Go command that is not there is named", async () => {
  await expect(buildScholarlink("v1", { go: "/nowhere/go", cacheDir: directory })).rejects.toThrow(
    "Cannot build images: /nowhere/go must be a Go command",
  );
});
