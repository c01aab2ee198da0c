/** An image's name, in parts. */
export interface ImageReference {
  /** Host and perhaps port, e.g. `ghcr.io` or `localhost:5000`; Docker Hub is always `docker.io`. */
  readonly registry: string;
  /** E.g. `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** Host names of Docker Hub that all mean the same registry. */
const dockerHubHosts: ReadonlySet<string> = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
]);

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const hostPattern =
  /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d{1,5})?$/;

/** Whether a text is a digest that can be checked: SHA-256 only. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

function fail(text: string, rule: string): never {
  throw new SyntaxError(`Cannot read image reference "${text}": ${rule}`);
}

/** Whether a host with or without port is this machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, "");
  return name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * The one name of a registry that has several: lower-case, without the port that https has anyway, Docker Hub as
 * `docker.io`. This machine itself is spoken to over http, where 443 is a port like any other.
 */
export function registryName(host: string): string {
  const lower = host.toLowerCase();
  const name = isLoopback(lower) ? lower : lower.replace(/:0*443$/, "");
  return dockerHubHosts.has(name) ? "docker.io" : name;
}

function splitHost(name: string): readonly [string, string] {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  if (!isHost) return ["docker.io", slash < 0 ? `library/${name}` : name];
  const rest = name.slice(slash + 1);
  const registry = registryName(first);
  return [registry, registry === "docker.io" && !rest.includes("/") ? `library/${rest}` : rest];
}

/**
 * Reads an image's name as container engines do: `nginx` means `docker.io/library/nginx`.
 * @throws {SyntaxError} when it is no image name
 * @see https://github.com/distribution/reference
 * @example parseReference("nginx:1.29") // { registry: "docker.io", repository: "library/nginx", tag: "1.29" }
 */
export function parseReference(text: string): ImageReference {
  const at = text.indexOf("@");
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) {
    fail(text, `the digest must be "sha256:" and 64 hexadecimal digits: got "${digest}"`);
  }
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !tagPattern.test(tag)) {
    fail(text, `the tag must be at most 128 letters, digits, "_", "." and "-": got "${tag}"`);
  }
  const [registry, repository] = splitHost(colon < 0 ? named : named.slice(0, colon));
  if (!hostPattern.test(registry))
    fail(text, `the registry must be a host and perhaps a port: got "${registry}"`);
  if (!repositoryPattern.test(repository)) {
    fail(text, `the repository must be lower-case path elements: got "${repository}"`);
  }
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Registry and repository, without tag and digest. */
export function repositoryName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/** The host whose API serves a registry. */
export function apiHost(registry: string): string {
  return registry === "docker.io" ? "registry-1.docker.io" : registry;
}
