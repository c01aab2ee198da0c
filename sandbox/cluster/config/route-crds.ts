import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../network/api-client";
import { sandboxCacheDir } from "./paths";

/** A Go module whose archive contains definitions of types; Go checks it against its checksum log. */
export interface Definitions {
  /** Folder of the cache. */
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** Checksum of the module's archive, as in a go.sum file. */
  readonly checksum: string;
  /** Folder of the archive. */
  readonly folder: string;
  /** Whether a file of the folder has definitions. */
  readonly has: (file: string) => boolean;
  /** Names of those that are wanted. @default all */
  readonly only?: readonly string[];
}

/** Types of routes: the Gateway API's, standard channel; Traefik's own, of the version that runs; Istio's, which nothing follows. */
export const DEFINITIONS: readonly Definitions[] = [
  {
    name: "gateway-api",
    module: "sigs.k8s.io/gateway-api",
    version: "v1.6.1",
    checksum: "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY=",
    folder: "config/crd/standard",
    has: (file) => file.endsWith(".yaml"),
  },
  {
    name: "traefik",
    module: "github.com/traefik/traefik/v3",
    version: "v3.7.9",
    checksum: "h1:RxOqG3Wtvl1F5yCDr2ZxAg21YU3QCh/m0tae3Su4BZ8=",
    folder: "docs/content/reference/dynamic-configuration",
    has: (file) => file === "kubernetes-crd-definition-v1.yml",
  },
  {
    name: "istio",
    module: "istio.io/api",
    version: "v1.30.1",
    checksum: "h1:RJM0mxLzaoIA0wvd+xNoPL1H5hCntKovrIFSRIyhtTw=",
    folder: "kubernetes",
    has: (file) => file === "customresourcedefinitions.gen.yaml",
    only: ["virtualservices", "destinationrules", "gateways"].map((one) => `${one}.networking.istio.io`),
  },
];

async function download({
  module,
  version,
  checksum,
  folder,
  has,
  only,
}: Definitions): Promise<KubernetesObject[]> {
  const { stdout } = await promisify(execFile)("go", ["mod", "download", "-json", `${module}@${version}`], {
    cwd: "/",
    env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "" },
  });
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (Sum !== checksum) {
    throw new Error(`Cannot use ${module} ${version}: checksum must be ${checksum}: got ${Sum}`);
  }
  const directory = path.join(Dir, folder);
  const files = (await readdir(directory)).filter(has).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(path.join(directory, file), "utf8")));
  return texts.flatMap((text) =>
    parseAllDocuments(text)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter(
        (object) =>
          object !== null &&
          object.kind !== "Kustomization" &&
          (only === undefined || only.includes(object.metadata.name)),
      ),
  ) as KubernetesObject[];
}

/**
 * Gives definitions of types, from the cache or, the first time, from their Go module.
 * @throws {Error} when Go cannot download the module or its checksum differs
 */
export async function ensureDefinitions(definitions: Definitions): Promise<KubernetesObject[]> {
  const file = path.join(sandboxCacheDir(), definitions.name, `${definitions.version}.json`);
  if (existsSync(file)) return JSON.parse(await readFile(file, "utf8")) as KubernetesObject[];
  const objects = await download(definitions);
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, JSON.stringify(objects));
  await rename(partial, file);
  return objects;
}

/**
 * Gives the definitions of the types of routes, from the cache or, the first time, from their Go modules.
 * @param more - those of the data plane besides
 * @throws {Error} when Go cannot download a module or its checksum differs
 */
export async function ensureRouteCrds(more: readonly Definitions[] = []): Promise<KubernetesObject[]> {
  return (await Promise.all([...DEFINITIONS, ...more].map(ensureDefinitions))).flat();
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
