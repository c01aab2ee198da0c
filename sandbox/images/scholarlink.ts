import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fillOnce, hashSources, imageCacheDir, readGoVersion } from "./cache";
import { compileGo } from "./compile";
import { architecture, assembleImage, type Image } from "./image";
import { renderLayout } from "./layout";
import { type Variant, VARIANT_SPECS } from "./variants";

/** Folder with the example app's source. */
export const APP_SOURCE = path.join(__dirname, "..", "app");

/** Registry host of the example app's references; inside the sandbox every registry host is its own registry. */
export const REGISTRY_HOST = "registry.example.org";

/** Repository of the example app. */
export const REPOSITORY = "scholarlink";

/** The pinned reference of one image, for example "registry.example.org/scholarlink@sha256:…". */
export const imageReference = (digest: string): string => `${REGISTRY_HOST}/${REPOSITORY}@${digest}`;

/** Folders of builds: source and result. */
export interface BuildOptions {
  /** The Go command. @default "go" on PATH */
  readonly go?: string;
  /** Folder for finished images. @default - `${XDG_CACHE_HOME:-~/.cache}/sluice/images` */
  readonly cacheDir?: string;
  /** Called with the part that is being built. @default - none */
  readonly onProgress?: (line: string) => void;
}

/** A built image. */
export interface BuiltImage {
  /** Pinned reference, see {@link imageReference}. */
  readonly reference: string;
  /** "sha256:…" */
  readonly digest: string;
  /** OCI layout archive for `ctr images import`, named by tag and by digest. */
  readonly layoutTar: string;
}

const assemble = (variant: Variant, binary: Buffer): Image =>
  assembleImage({
    files: [
      { name: "etc/" },
      { name: "etc/passwd", data: Buffer.from("nonroot:x:65532:65532:nonroot:/:/none\n") },
      { name: "scholarlink", data: binary, mode: 0o755 },
    ],
    entrypoint: ["/scholarlink"],
    user: "65532:65532",
    ports: [8080, 9090],
    labels: {
      "org.opencontainers.image.title": REPOSITORY,
      "org.opencontainers.image.description": `Links scholars to papers: ${VARIANT_SPECS[variant].description}`,
      "org.opencontainers.image.version": variant,
      "org.opencontainers.image.licenses": "Apache-2.0",
    },
  });

const linkVariables = (variant: Variant): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ version: variant, ...VARIANT_SPECS[variant].variables }).map(([name, value]) => [
      `main.${name}`,
      value,
    ]),
  );

/**
 * Builds one image of the example app, or takes it from the cache when neither source, Go version nor variant
 * changed.
 */
export async function buildScholarlink(variant: Variant, options: BuildOptions = {}): Promise<BuiltImage> {
  const go = options.go ?? "go";
  const variables = linkVariables(variant);
  const recipe = [await readGoVersion(go), architecture(), JSON.stringify(variables)];
  const key = await hashSources([APP_SOURCE, __dirname], recipe);
  const directory = path.join(options.cacheDir ?? imageCacheDir(), `${REPOSITORY}-${variant}-${key}`);
  const layoutTar = path.join(directory, "image.tar");
  if (!existsSync(layoutTar)) {
    options.onProgress?.(`building ${REPOSITORY} ${variant}: ${VARIANT_SPECS[variant].description}`);
    await fillOnce(directory, async (partial) => {
      const output = path.join(partial, "scholarlink");
      await compileGo({ directory: APP_SOURCE, output, variables }, go);
      const image = assemble(variant, await readFile(output));
      const names = [`${REGISTRY_HOST}/${REPOSITORY}:${variant}`, imageReference("{digest}")];
      await writeFile(path.join(partial, "image.tar"), renderLayout(image, names));
      await writeFile(path.join(partial, "digest"), image.manifest.digest);
      await rm(output);
    });
  }
  const digest = await readFile(path.join(directory, "digest"), "utf8");
  return { reference: imageReference(digest), digest, layoutTar };
}
