import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { askHelper } from "./credential-helper";
import type { Credentials, FindCredentials } from "./credentials";
import { matchKeys } from "./match-key";
import type { Wanted } from "./match-key";
import { RegistryError } from "./registry-error";

/** Tools leave null and empty entries behind: they have no meaning. */
const part = z.string().nullish();

const entrySchema = z
  .object({ auth: part, username: part, password: part, identitytoken: part, registrytoken: part })
  .nullish();

const configSchema = z.object({
  auths: z
    .record(z.string(), entrySchema)
    .nullish()
    .transform((auths) => auths ?? {}),
  credsStore: part,
  credHelpers: z
    .record(z.string(), z.string())
    .nullish()
    .transform((helpers) => helpers ?? {}),
});

type DockerConfig = z.output<typeof configSchema>;

/** Key of Docker Hub's credentials. */
const dockerHubServer = "https://index.docker.io/v1/";

type Variables = Readonly<Record<string, string | undefined>>;

/** Files in which Podman, Buildah and Skopeo keep credentials, where these are used instead. */
function podmanFiles(env: Variables): readonly string[] {
  const { REGISTRY_AUTH_FILE: named = "", XDG_RUNTIME_DIR: runtime = "" } = env;
  return [named, runtime && join(runtime, "containers", "auth.json")].filter((file) => file !== "");
}

/**
 * The file that `docker login` writes: `$DOCKER_CONFIG/config.json`, else in the home folder. Where there is none, that
 * of `podman login`, if there is one: cosign reads both in this order.
 */
export function dockerConfigFile(env: Variables): string {
  const docker = join(env["DOCKER_CONFIG"] || join(env["HOME"] || homedir(), ".docker"), "config.json");
  return [docker, ...podmanFiles(env)].find((file) => existsSync(file)) ?? docker;
}

function readEntry(entry: NonNullable<z.output<typeof entrySchema>>, file: string): Credentials {
  if (entry.identitytoken) return { kind: "identity-token", token: entry.identitytoken };
  if (entry.registrytoken) return { kind: "registry-token", token: entry.registrytoken };
  if (entry.username) return { kind: "password", username: entry.username, password: entry.password ?? "" };
  if (!entry.auth) return { kind: "anonymous" };
  const text = Buffer.from(entry.auth, "base64").toString("utf8").replace(/\0+$/, "");
  const colon = text.indexOf(":");
  if (colon < 1) throw new RegistryError("bad-credentials", file, "an auth must be base64 of user:password");
  return { kind: "password", username: text.slice(0, colon), password: text.slice(colon + 1) };
}

async function load(file: string): Promise<DockerConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return configSchema.parse({});
    throw new RegistryError("bad-credentials", file, "it could not be opened", error);
  }
  return parse(text, file);
}

function parse(text: string, place: string): DockerConfig {
  try {
    return configSchema.parse(JSON.parse(text));
  } catch {
    // The cause would quote the text, which contains passwords.
    throw new RegistryError("bad-credentials", place, "it must be a Docker configuration in JSON");
  }
}

/** Credentials among the entries of a configuration, of the first key that has any. */
function readEntries({ auths }: DockerConfig, at: Wanted, place: string): Credentials {
  for (const key of matchKeys(Object.keys(auths), at)) {
    const entry = auths[key];
    const found: Credentials = entry ? readEntry(entry, place) : { kind: "anonymous" };
    if (found.kind !== "anonymous") return found;
  }
  return { kind: "anonymous" };
}

/**
 * Finds credentials by a file, which is read once: the registry's own helper, the store, the entries of the file, none. A
 * file from another machine may name a helper that is not here: its entries count then.
 */
function openFile(file: string): (at: Wanted) => Promise<Credentials> {
  let config: Promise<DockerConfig> | undefined;
  return async (at) => {
    config ??= load(file);
    const known = await config;
    const { credsStore, credHelpers } = known;
    const written = readEntries(known, at, file);
    const ask = async (helper: string, server: string): Promise<Credentials> => {
      try {
        return await askHelper(helper, server);
      } catch (error) {
        const isMissing = (error as { cause?: NodeJS.ErrnoException }).cause?.code === "ENOENT";
        if (isMissing && written.kind !== "anonymous") return written;
        throw error;
      }
    };
    const [own] = matchKeys(Object.keys(credHelpers), at);
    if (own !== undefined) return await ask(credHelpers[own] ?? "", own);
    if (!credsStore) return written;
    const stored = await ask(credsStore, at.registry === "docker.io" ? dockerHubServer : at.registry);
    return stored.kind === "anonymous" ? written : stored;
  };
}

/** Variable with a Docker configuration, as GitLab's runners have it. */
const variable = "DOCKER_AUTH_CONFIG";

/**
 * Finds credentials as Docker, Podman and kubelets do: entries of `DOCKER_AUTH_CONFIG` first, then the files in their
 * order. Of several keys the one with the longest path counts, then the host.
 * @throws {RegistryError} `bad-credentials`, by the returned function
 */
export function readDockerCredentials(env: Variables, ...files: readonly string[]): FindCredentials {
  const readers = files.map(openFile);
  return async (registry, repository) => {
    const at = { registry, repository };
    let found = readEntries(parse(env[variable] || "{}", variable), at, variable);
    for (const read of readers) {
      if (found.kind !== "anonymous") break;
      found = await read(at);
    }
    return found;
  };
}
