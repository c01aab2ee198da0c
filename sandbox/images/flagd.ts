import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fillOnce, hashSources, imageCacheDir, readGoVersion } from "./cache";
import { compileGo } from "./compile";
import { architecture, assembleImage } from "./image";
import { readLayout, renderLayout } from "./layout";
import { pushImage } from "./registry";
import { REGISTRY_HOST, type BuildOptions } from "./scholarlink";

const SOURCE = path.join(__dirname, "..", "flagd");
const REPOSITORY = "flagd";

/** Version of flagd's core that the image is made of. */
const TAG = "core-0.17.0";

/**
 * Builds the image of flagd's core with the sandbox's command around it, or takes it from the cache.
 * @returns OCI layout archive of it
 */
export async function buildFlagd({ go = "go", cacheDir, onProgress }: BuildOptions = {}): Promise<string> {
  const key = await hashSources([SOURCE, __dirname], [await readGoVersion(go), architecture()]);
  const directory = path.join(cacheDir ?? imageCacheDir(), `${REPOSITORY}-${key}`);
  const layoutTar = path.join(directory, "image.tar");
  if (existsSync(layoutTar)) return layoutTar;
  onProgress?.(`building ${REPOSITORY}: flagd's core ${TAG}`);
  await fillOnce(directory, async (partial) => {
    const output = path.join(partial, "flagd");
    await compileGo({ directory: SOURCE, output }, go);
    const image = assembleImage({
      files: [
        { name: "etc/" },
        { name: "etc/passwd", data: Buffer.from("nonroot:x:65532:65532:nonroot:/:/none\n") },
        { name: "flagd", data: await readFile(output), mode: 0o755 },
      ],
      entrypoint: ["/flagd"],
      user: "65532:65532",
      ports: [8014, 8016],
      labels: {
        "org.opencontainers.image.title": REPOSITORY,
        "org.opencontainers.image.description": "flagd's core, answering OFREP from a file of flags",
        "org.opencontainers.image.licenses": "Apache-2.0",
      },
    });
    const names = [`${REGISTRY_HOST}/${REPOSITORY}:${TAG}`, `${REGISTRY_HOST}/${REPOSITORY}@{digest}`];
    await writeFile(path.join(partial, "image.tar"), renderLayout(image, names));
    await rm(output);
  });
  return layoutTar;
}

/**
 * Builds the image and pushes it.
 * @param registryUrl - for example "http://127.0.0.1:5000"
 * @returns its pinned reference, "registry.example.org/flagd@sha256:…"
 */
export async function pushFlagd(registryUrl: string, options: BuildOptions = {}): Promise<string> {
  const image = await readLayout(await buildFlagd(options));
  const digest = await pushImage(image, registryUrl, REPOSITORY, TAG);
  return `${REGISTRY_HOST}/${REPOSITORY}@${digest}`;
}
