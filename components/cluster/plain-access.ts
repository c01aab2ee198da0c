import * as fs from "node:fs";
import type * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import type { ClusterAccess } from "./cluster-access";

type Entry = Readonly<Record<string, unknown>>;

const clusterKeys = ["server", "certificate-authority", "certificate-authority-data", "extensions"];
const userKeys = ["client-certificate", "client-certificate-data", "client-key", "client-key-data", "token"];

/** The one kubeconfig file in force; undefined where several are to be merged. */
function findFile(): string | undefined {
  const files = (process.env["KUBECONFIG"] ?? "").split(path.delimiter).filter(Boolean);
  return files.length > 1 ? undefined : (files[0] ?? path.join(os.homedir(), ".kube", "config"));
}

function find(config: Entry, list: string, kind: string, name: unknown): Entry | undefined {
  const entries = config[list];
  if (!Array.isArray(entries)) return undefined;
  const found = (entries as Entry[]).filter((entry) => entry["name"] === name);
  return found.length === 1 ? (found[0]?.[kind] as Entry | undefined) : undefined;
}

const isPlain = (entry: Entry, keys: readonly string[]): boolean =>
  Object.entries(entry).every(
    ([key, value]) => keys.includes(key) && (key === "extensions" || typeof value === "string"),
  );

function readPart(file: string, entry: Entry, key: string): Buffer | undefined {
  const [data, place] = [entry[`${key}-data`], entry[key]];
  if (typeof data === "string" && data !== "") return Buffer.from(data, "base64");
  return typeof place === "string" ? fs.readFileSync(path.resolve(path.dirname(file), place)) : undefined;
}

/**
 * Reads a context that has nothing but an address, certificates and a token, which is the usual case for a cluster on
 * this machine and in CI. The Kubernetes client does the same but takes 0.3 s to load, in each process, and an abort
 * waits for it.
 * @returns undefined for everything else: several files, programs and providers that give credentials, proxies,
 * impersonation, an unknown context, a file that cannot be read
 */
export function readPlainAccess(context: string): ClusterAccess | undefined {
  try {
    const file = findFile();
    if (file === undefined) return undefined;
    const config = parse(fs.readFileSync(file, "utf8")) as Entry;
    const chosen = find(config, "contexts", "context", context);
    const cluster = find(config, "clusters", "cluster", chosen?.["cluster"]);
    const user = find(config, "users", "user", chosen?.["user"]);
    if (cluster === undefined || user === undefined) return undefined;
    if (!isPlain(cluster, clusterKeys) || !isPlain(user, userKeys)) return undefined;
    const { server } = cluster as { server?: string };
    if (server === undefined) return undefined;
    const [ca, cert, key] = [
      readPart(file, cluster, "certificate-authority"),
      readPart(file, user, "client-certificate"),
      readPart(file, user, "client-key"),
    ];
    const { token } = user as { token?: string };
    const given: https.RequestOptions = {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(token && { headers: { Authorization: `Bearer ${token}` } }),
    };
    return { server, proxied: false, authorize: async () => await Promise.resolve(given) };
  } catch {
    // The Kubernetes client says what is wrong with it.
    return undefined;
  }
}
