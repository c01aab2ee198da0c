import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { ensureTools } from "../tools/resolve";
import { fillOnce, hashSources, imageCacheDir, readGoVersion } from "./cache";
import { compileGo } from "./compile";
import { architecture, assembleImage, type ImageSpec } from "./image";
import { readLayout, renderLayout } from "./layout";
import { pushSigned } from "./push-signed";
import { REGISTRY_HOST, type BuildOptions } from "./scholarlink";
import { ensureSigningKey } from "./signing-key";
import type { TarEntry } from "./tar";

const SOURCE = path.join(__dirname, "..", "waf");
/** Repository of the firewall. */
export const WAF_REPOSITORY = "waf";
const libraries = "lib/x86_64-linux-gnu";
const loader = "lib64/ld-linux-x86-64.so.2";
const nginx = "usr/sbin/nginx";
const modules = ["modsecurity", "headers_more_filter"].map(
  (name) => `usr/lib/nginx/modules/ngx_http_${name}_module.so`,
);

/** Shared libraries of the programs, by the names that the loader looks for. */
async function listLibraries(root: string): Promise<readonly TarEntry[]> {
  const folders = [libraries, `usr/${libraries}`].map((folder) => path.join(root, folder)).join(":");
  const found = new Map<string, string>();
  for (const program of [nginx, ...modules]) {
    const args = ["--library-path", folders, "--list", path.join(root, program)];
    const { stdout } = await promisify(execFile)(path.join(root, loader), args);
    for (const [, name = "", file = ""] of stdout.matchAll(/^\s*(\S+) => (\S+) \(/gm)) {
      if (!file.startsWith(root)) {
        if (path.basename(name) === path.basename(loader)) continue;
        throw new Error(
          `Cannot build image "${WAF_REPOSITORY}": library ${name} must be of its own packages`,
        );
      }
      if (path.basename(name) !== path.basename(loader)) found.set(name, file);
    }
  }
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return await Promise.all(
    sorted.map(async ([name, file]) => ({ name: `${libraries}/${name}`, data: await readFile(file) })),
  );
}

async function readRules(folder: string): Promise<readonly TarEntry[]> {
  const names = (await readdir(folder)).toSorted();
  return await Promise.all(
    names.map(async (name) => ({
      name: `etc/waf/crs/${name}`,
      data: await readFile(path.join(folder, name)),
    })),
  );
}

/** Content of the image: nginx, ModSecurity and their libraries from Debian, the rules, and the program that counts. */
async function readSpec(root: string, built: string): Promise<ImageSpec> {
  const take = async (name: string, mode = 0o755): Promise<TarEntry> => ({
    name,
    data: await readFile(path.join(root, name)),
    mode,
  });
  return {
    files: [
      { name: "tmp/", mode: 0o1777 },
      { name: "etc/passwd", data: Buffer.from("nonroot:x:65532:65532:nonroot:/:/none\n") },
      {
        name: "etc/waf/unicode.mapping",
        data: await readFile(path.join(root, "etc/nginx/unicode.mapping")),
      },
      ...(await readRules(path.join(built, "rules"))),
      await take(loader),
      ...(await listLibraries(root)),
      ...(await Promise.all(modules.map(async (name) => await take(name, 0o644)))),
      await take(nginx),
      { name: "waf", data: await readFile(path.join(built, "waf")), mode: 0o755 },
    ],
    entrypoint: ["/waf"],
    user: "65532:65532",
    ports: [8880, 8881],
    labels: {
      "org.opencontainers.image.title": WAF_REPOSITORY,
      "org.opencontainers.image.description": "nginx with ModSecurity, the OWASP Core Rule Set and counters",
    },
  };
}

/**
 * Builds the image of the web application firewall, or takes it from the cache.
 * @returns OCI layout archive of it
 */
export async function buildWaf({ go = "go", cacheDir, onProgress }: BuildOptions = {}): Promise<string> {
  const { debRoot } = await ensureTools({
    names: ["debian-waf"],
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const recipe = [await readGoVersion(go), architecture(), debRoot];
  const key = await hashSources([SOURCE, __dirname], recipe);
  const directory = path.join(cacheDir ?? imageCacheDir(), `${WAF_REPOSITORY}-${key}`);
  const layoutTar = path.join(directory, "image.tar");
  if (existsSync(layoutTar)) return layoutTar;
  onProgress?.(`building ${WAF_REPOSITORY}: nginx, ModSecurity, the Core Rule Set`);
  await fillOnce(directory, async (partial) => {
    await compileGo({ directory: SOURCE, output: path.join(partial, "waf") }, go);
    const command = path.join(partial, "write-rules");
    await compileGo({ directory: path.join(SOURCE, "rules"), output: command }, go);
    await promisify(execFile)(command, [path.join(partial, "rules")]);
    const image = assembleImage(await readSpec(debRoot, partial));
    const names = [`${REGISTRY_HOST}/${WAF_REPOSITORY}:1`, `${REGISTRY_HOST}/${WAF_REPOSITORY}@{digest}`];
    await writeFile(path.join(partial, "image.tar"), renderLayout(image, names));
    for (const made of ["waf", "write-rules", "rules"])
      await rm(path.join(partial, made), { recursive: true });
  });
  return layoutTar;
}

/**
 * Builds the image and pushes it, signed.
 * @param registryUrl - for example "http://127.0.0.1:5000"
 * @returns its pinned reference, "registry.example.org/waf@sha256:…"
 */
export async function pushWaf(registryUrl: string, options: BuildOptions = {}): Promise<string> {
  const image = await readLayout(await buildWaf(options));
  const { privateKey: key } = await ensureSigningKey(options.cacheDir);
  const digest = await pushSigned(image, registryUrl, { repository: WAF_REPOSITORY, tag: "1", key });
  return `${REGISTRY_HOST}/${WAF_REPOSITORY}@${digest}`;
}
