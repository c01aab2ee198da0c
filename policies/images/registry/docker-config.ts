import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { askHelper } from "./credential-helper";
import type { Credentials, FindCredentials } from "./credentials";
import { registryName } from "./reference";
import { RegistryError } from "./registry-error";

const entrySchema = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
});

const configSchema = z.object({
  auths: z.record(z.string(), entrySchema).default({}),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).default({}),
});

type DockerConfig = z.output<typeof configSchema>;

/** Where Docker Hub's credentials stand. */
const dockerHubServer = "https://index.docker.io/v1/";

/** The file that `docker login` writes: `$DOCKER_CONFIG/config.json`, else in the home folder. */
export function dockerConfigFile(env: Readonly<Record<string, string | undefined>>): string {
  return join(env["DOCKER_CONFIG"] || join(env["HOME"] || homedir(), ".docker"), "config.json");
}

/** The host of a key of the configuration: `https://index.docker.io/v1/` → `index.docker.io`. */
const hostOf = (key: string): string => key.replace(/^https?:\/\//, "").split("/")[0] ?? "";

const isSameRegistry = (key: string, registry: string): boolean => registryName(hostOf(key)) === registry;

function readEntry(entry: z.output<typeof entrySchema>, file: string): Credentials {
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
  try {
    return configSchema.parse(JSON.parse(text));
  } catch {
    // The cause would quote the file, which holds passwords.
    throw new RegistryError("bad-credentials", file, "it must be a Docker configuration in JSON");
  }
}

/**
 * Finds credentials as Docker does: the registry's own helper, the store, what stands in the file, none. The file is
 * read once; hosts match exactly.
 * @throws {RegistryError} `bad-credentials`, by the returned function
 */
export function readDockerCredentials(file: string): FindCredentials {
  let config: Promise<DockerConfig> | undefined;
  return async (registry) => {
    config ??= load(file);
    const { auths, credsStore, credHelpers } = await config;
    const server = registry === "docker.io" ? dockerHubServer : registry;
    const own = Object.keys(credHelpers).find((key) => isSameRegistry(key, registry));
    if (own !== undefined) return askHelper(credHelpers[own] ?? "", own);
    if (credsStore) {
      const stored = await askHelper(credsStore, server);
      if (stored.kind !== "anonymous") return stored;
    }
    const key = Object.keys(auths).find((each) => isSameRegistry(each, registry));
    const entry = key === undefined ? undefined : auths[key];
    return entry === undefined ? { kind: "anonymous" } : readEntry(entry, file);
  };
}
