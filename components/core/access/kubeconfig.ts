/** Mapping of a kubeconfig, as in its YAML. */
export type Entry = Readonly<Record<string, unknown>>;

/** One file of `KUBECONFIG`. */
export interface KubeconfigFile {
  /** Absolute; relative paths in its entries begin in its folder. */
  readonly path: string;
  readonly content: unknown;
}

/** Named entry, and the file that contains it. */
export interface NamedEntry {
  readonly name: string;
  readonly file: string;
  readonly values: Entry;
}

/** A context with what it names; `user` is absent where the context names none. */
export type ContextSearch =
  | { readonly ok: true; readonly cluster: NamedEntry; readonly user?: NamedEntry }
  | { readonly ok: false; readonly problem: string };

type Kind = "context" | "cluster" | "user";

const isMapping = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Text of a value; a name that looks like a number is one in YAML. */
export function readText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" ? String(value) : undefined;
}

/** Entries of a mapping; none where the value is no mapping. */
export function readEntry(value: unknown): Entry {
  return isMapping(value) ? value : {};
}

/** Items of a list; none where the value is no list. */
export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function listEntries({ path, content }: KubeconfigFile, kind: Kind): NamedEntry[] {
  return readList(readEntry(content)[`${kind}s`]).map((item) => {
    const { name, [kind]: values } = readEntry(item);
    return { name: readText(name) ?? "", file: path, values: readEntry(values) };
  });
}

/** All entries of a kind; the first of a name wins whole, as in client-go. */
function mergeEntries(files: readonly KubeconfigFile[], kind: Kind): ReadonlyMap<string, NamedEntry> {
  const all = files.flatMap((file) => listEntries(file, kind));
  const first = new Map<string, NamedEntry>();
  for (const entry of all) if (!first.has(entry.name)) first.set(entry.name, entry);
  return first;
}

/** Names of all contexts, in the order of the files. */
export function listContexts(files: readonly KubeconfigFile[]): readonly string[] {
  return [...mergeEntries(files, "context").keys()];
}

function findTwice(files: readonly KubeconfigFile[], kind: Kind, name: string): string | undefined {
  const file = files.find(
    (each) => listEntries(each, kind).filter((entry) => entry.name === name).length > 1,
  );
  return file && `${kind} "${name}" must be in ${file.path} once: got it twice`;
}

/**
 * Finds a context in the files of `KUBECONFIG`.
 * @param files - those that exist, in their order
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function findContext(files: readonly KubeconfigFile[], context: string): ContextSearch {
  const contexts = mergeEntries(files, "context");
  const found = contexts.get(context);
  const refuse = (problem: string): ContextSearch => ({ ok: false, problem });
  if (found === undefined) {
    const names = listContexts(files).join(", ") || "none";
    return refuse(`sluice:cluster.context must be a context of the kubeconfig (${names}): got ${context}`);
  }
  const clusterName = readText(found.values["cluster"]);
  const userName = readText(found.values["user"]);
  const cluster = mergeEntries(files, "cluster").get(clusterName ?? "");
  const user = mergeEntries(files, "user").get(userName ?? "");
  const twice = [
    findTwice(files, "context", context),
    cluster && findTwice(files, "cluster", cluster.name),
    user && findTwice(files, "user", user.name),
  ].find((problem) => problem !== undefined);
  if (twice !== undefined) return refuse(twice);
  const missing = (kind: Kind, name: string): ContextSearch =>
    refuse(`context "${context}" must name a ${kind} of the kubeconfig: got "${name}" (${found.file})`);
  if (cluster === undefined) return missing("cluster", clusterName ?? "");
  if (userName === undefined) return { ok: true, cluster };
  return user === undefined ? missing("user", userName) : { ok: true, cluster, user };
}
