import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { create } from "tar";
import { architecture, toImage, toJsonBlob } from "../../../../sandbox/images/image";
import { pushImage } from "../../../../sandbox/images/registry";
import { REGISTRY_HOST } from "../../../../sandbox/images/scholarlink";
import type { App } from "../app";

/** User and entry point of the page's Dockerfile: the image of a test starts as a user's does. */
function readDockerfile(): { readonly User: string; readonly Entrypoint: readonly string[] } {
  const page = readFileSync(path.join(__dirname, "../../../../docs/how-to/watchdog.md"), "utf8");
  const find = (word: string): string => new RegExp(`^ *${word} (.+)$`, "m").exec(page)?.[1] ?? "";
  return { User: find("USER"), Entrypoint: JSON.parse(find("ENTRYPOINT")) as readonly string[] };
}

/** Files that `sluice watch` loads: the image of a test has no more. */
const packages = ["sluice", "commander", "re2js", "yaml", "zod"];

/** A program's shared libraries, and the loader that brings them. */
const librariesOf = (program: string): readonly string[] =>
  [...execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(\/\S+) \(0x/g)].map(
    ([, file]) => file as string,
  );

/**
 * Makes an image of the package that an app's folder has, as docs/how-to/watchdog.md does, and pushes it.
 * @returns its pinned reference
 */
export async function pushWatchdogImage(app: App): Promise<string> {
  const root = path.join(app.folder, ".image");
  const put = (file: string, place: string): void => {
    mkdirSync(path.dirname(path.join(root, place)), { recursive: true });
    cpSync(file, path.join(root, place), { recursive: true, dereference: true });
  };
  put(process.execPath, "bin/node");
  for (const file of librariesOf(process.execPath)) put(file, file);
  for (const name of packages) put(path.join(app.folder, "node_modules", name), `app/node_modules/${name}`);
  const file = path.join(app.folder, ".image.tar");
  await create({ cwd: root, file, portable: true }, ["."]);
  const bytes = readFileSync(file);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const config = toJsonBlob({
    architecture: architecture(),
    os: "linux",
    config: { ...readDockerfile(), Env: ["PATH=/bin"] },
    rootfs: { type: "layers", diff_ids: [digest] },
  });
  const mediaType = "application/vnd.oci.image.layer.v1.tar";
  const image = toImage(config, { blob: { digest, bytes }, mediaType });
  rmSync(root, { recursive: true });
  rmSync(file);
  const pushed = await pushImage(image, app.sandbox.registryUrl, "sluice", "watchdog");
  return `${REGISTRY_HOST}/sluice@${pushed}`;
}
