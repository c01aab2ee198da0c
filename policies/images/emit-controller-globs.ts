import { isLoopback, registryName } from "../../components/core/images/reference";

/** Names of Docker Hub that policy-controller tells apart; it reads `docker.io` as the first. */
const hubNames = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];

/** The hosts that mean a registry: with and without the port that its protocol has anyway. */
function hostsOf(host: string): readonly string[] {
  const name = registryName(host);
  if (name === "docker.io") return hubNames.flatMap((each) => [each, `${each}:443`]);
  if (name.includes(":")) return [name];
  return isLoopback(name) ? [name, `${name}:80`] : [name, `${name}:443`, `${name}:80`];
}

/** The controller matches the whole reference, with its tag or digest. */
const withVersion = (glob: string): readonly string[] =>
  glob.endsWith("*") ? [glob] : [`${glob}@*`, `${glob}:*`];

const own = "library/";

/** Docker Hub's own images, with "library" and without. */
function onHub(repository: string): readonly string[] {
  const short = repository.startsWith(own) ? [repository.slice(own.length).replaceAll("**", "*")] : [];
  return hostsOf("docker.io").flatMap((host) => [repository, ...short].map((one) => `${host}/${one}`));
}

/**
 * Globs by which policy-controller matches the images of one glob of the pack, under each name of their registry.
 * @see https://github.com/sigstore/policy-controller/blob/v0.13.1/pkg/apis/glob/glob.go
 */
export function toControllerGlobs(glob: string): readonly string[] {
  if (glob === "**") return [glob];
  const slash = glob.indexOf("/");
  const [host, repository] = [glob.slice(0, Math.max(slash, 0)), glob.slice(slash + 1)];
  const isHost = /[.:]/.test(host) || host === "localhost";
  if (isHost && !host.includes("*")) {
    const isHub = registryName(host) === "docker.io";
    const globs = isHub ? onHub(repository) : hostsOf(host).map((each) => `${each}/${repository}`);
    return globs.flatMap(withVersion);
  }
  // Docker Hub's images are also known without its name.
  const short = [
    ...(slash >= 0 || glob.includes("**") ? onHub(glob) : []),
    ...(slash < 0 ? onHub(`${own}${glob}`) : []),
  ];
  const full = isHost ? hostsOf(host).map((each) => `${each}/${repository}`) : [glob];
  return [...full, ...short].flatMap(withVersion);
}
