import { registryName } from "../../../components/core/images/reference";

/** A repository whose credentials are wanted. */
export interface Wanted {
  readonly registry: string;
  readonly repository: string;
}

interface KeyParts {
  readonly host: string;
  readonly path: string;
}

/** Parts of a key: `https://index.docker.io/v1/` is a host alone, `quay.io/acme` has a path. */
function splitKey(key: string): KeyParts {
  const bare = key.replace(/^https?:\/\//, "").replace(/\/+$/, "");
  const slash = bare.indexOf("/");
  const path = slash < 0 ? "" : bare.slice(slash + 1);
  return { host: slash < 0 ? bare : bare.slice(0, slash), path: /^v[12]$/.test(path) ? "" : path };
}

const toPattern = (label: string): RegExp => {
  const text = label
    .replaceAll(/[\\^$.|+(){}[\]]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}$`);
};

/**
 * Whether a host matches: a star matches one label of a name, as kubelets read it: `*.dkr.ecr.eu-west-1.amazonaws.com`.
 */
function isHost(host: string, registry: string): boolean {
  if (registryName(host) === registry) return true;
  if (!/[*?]/.test(host)) return false;
  const [labels, wanted] = [host.toLowerCase().split("."), registry.split(".")];
  return (
    labels.length === wanted.length && labels.every((label, i) => toPattern(label).test(wanted[i] ?? ""))
  );
}

/**
 * Keys that are about a repository, the closest first: the longest path, then the host; a host before a pattern.
 * @example matchKeys(["quay.io", "quay.io/acme"], { registry: "quay.io", repository: "acme/shop" }) // ["quay.io/acme", "quay.io"]
 */
export function matchKeys(keys: readonly string[], { registry, repository }: Wanted): readonly string[] {
  return keys
    .map((key) => ({ key, ...splitKey(key) }))
    .filter(({ host, path }) => {
      const isInside = path === "" || repository === path || repository.startsWith(`${path}/`);
      return isInside && isHost(host, registry);
    })
    .toSorted((a, b) => {
      const length = b.path.length - a.path.length;
      return length === 0 ? Number(/[*?]/.test(a.host)) - Number(/[*?]/.test(b.host)) : length;
    })
    .map(({ key }) => key);
}
