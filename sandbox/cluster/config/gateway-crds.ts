import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../network/api-client";
import { sandboxCacheDir } from "./paths";

/**
 * Go module of the Gateway API, whose archive contains the types' definitions; Go checks it against its checksum log.
 */
const MODULE = "sigs.k8s.io/gateway-api";

/** Version of the Gateway API, standard channel. */
export const GATEWAY_API_VERSION = "v1.6.1";

/** Checksum of the module's archive, as in a go.sum file. */
const CHECKSUM = "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY=";

async function download(): Promise<KubernetesObject[]> {
  const { stdout } = await promisify(execFile)(
    "go",
    ["mod", "download", "-json", `${MODULE}@${GATEWAY_API_VERSION}`],
    { cwd: "/", env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "" } },
  );
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (Sum !== CHECKSUM) {
    throw new Error(`Cannot use ${MODULE} ${GATEWAY_API_VERSION}: checksum must be ${CHECKSUM}: got ${Sum}`);
  }
  const directory = path.join(Dir, "config", "crd", "standard");
  const files = (await readdir(directory)).filter((file) => file.endsWith(".yaml")).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(path.join(directory, file), "utf8")));
  return texts.flatMap((text) =>
    parseAllDocuments(text)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object) => object !== null && object.kind !== "Kustomization"),
  ) as KubernetesObject[];
}

/**
 * Gives the definitions of the Gateway API's types, from the cache or, the first time, from its Go module.
 * @throws {Error} when Go cannot download the module or its checksum differs
 */
export async function ensureGatewayCrds(): Promise<KubernetesObject[]> {
  const file = path.join(sandboxCacheDir(), "gateway-api", `${GATEWAY_API_VERSION}.json`);
  if (existsSync(file)) return JSON.parse(await readFile(file, "utf8")) as KubernetesObject[];
  const objects = await download();
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, JSON.stringify(objects));
  await rename(partial, file);
  return objects;
}

/** Paths of the API that answer once a type's definition is in force; none for objects of another kind. */
export function toServedPaths({ kind, spec }: KubernetesObject): string[] {
  if (kind !== "CustomResourceDefinition") return [];
  const { group, names, versions } = spec as {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
  return versions
    .filter(({ served }) => served)
    .map(({ name }) => `/apis/${group}/${name}/${names.plural}?limit=1`);
}
