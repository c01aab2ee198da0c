import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fillOnce, hashSources, imageCacheDir, readGoVersion } from "./cache";
import { compileGo } from "./compile";
import { architecture, assembleImage, type Image } from "./image";
import { renderLayout } from "./layout";

const SOURCE = path.join(__dirname, "..", "tools", "pause");

/**
 * Builds the pause image every pod's sandbox runs, or takes its binary from the cache.
 * @param go - the Go command. @default "go" on PATH
 */
export async function buildPauseImage(go = "go"): Promise<Image> {
  const key = await hashSources([SOURCE], [await readGoVersion(go), architecture()]);
  const directory = path.join(imageCacheDir(), `pause-${key}`);
  if (!existsSync(directory)) {
    await fillOnce(directory, (partial) =>
      compileGo({ directory: SOURCE, output: path.join(partial, "pause") }, go),
    );
  }
  return assembleImage({
    files: [{ name: "pause", data: await readFile(path.join(directory, "pause")), mode: 0o755 }],
    entrypoint: ["/pause"],
    user: "65535:65535",
    labels: { "org.opencontainers.image.title": "pause" },
  });
}

/**
 * Writes the pause image as an OCI layout archive for `ctr images import`.
 * @param outFile - file to write
 * @param references - names the runtime shall know it by; "{digest}" stands for the image's digest
 * @param go - the Go command. @default "go" on PATH
 * @returns the image's digest
 * @example await pauseLayoutTar("pause.tar", ["registry.example.org/pause:1", "registry.example.org/pause@{digest}"])
 */
export async function pauseLayoutTar(
  outFile: string,
  references: readonly string[],
  go = "go",
): Promise<string> {
  const image = await buildPauseImage(go);
  await writeFile(outFile, renderLayout(image, references));
  return image.manifest.digest;
}
