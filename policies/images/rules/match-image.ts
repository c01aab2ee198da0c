import { matchesPathGlob } from "../attestation/glob";
import { registryName, repositoryName, type ImageReference } from "../../../components/core/images/reference";

/** Images that a policy is about. */
export interface ImagePattern {
  readonly glob: string;
  /** Globs of images that it is not about all the same. */
  readonly exclude: readonly string[];
}

/** Reason why a glob can match no image, since names are without tag and digest, and in small letters behind the registry. */
export function globFault(glob: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(glob)) return "must be a name without https://";
  const path = glob.slice(glob.indexOf("/") + 1);
  return /[:@\s]|[A-Z]/.test(path)
    ? "must be a name without tag and digest, in small letters behind the registry"
    : undefined;
}

/** A glob with the one name of its registry, so that `ghcr.io:443/acme/**` is `ghcr.io/acme/**`. */
function withOneName(glob: string): string {
  const slash = glob.indexOf("/");
  const host = slash < 0 ? "" : glob.slice(0, slash);
  return /[.:]/.test(host) && !host.includes("*") ? `${registryName(host)}${glob.slice(slash)}` : glob;
}

/** The names that people give an image: with and without Docker Hub's, and the port that http has anyway. */
function namesOf(at: ImageReference): readonly string[] {
  const { registry, repository } = at;
  const short = registry === "docker.io" ? [repository, repository.replace(/^library\//, "")] : [];
  const plain = registry.endsWith(":80") ? [`${registry.slice(0, -":80".length)}/${repository}`] : [];
  return [repositoryName(at), ...short, ...plain];
}

/** Whether a pattern means an image. */
export function matchesImage({ glob, exclude }: ImagePattern, at: ImageReference): boolean {
  const matches = (each: string): boolean =>
    namesOf(at).some((name) => matchesPathGlob(withOneName(each), name));
  return matches(glob) && !exclude.some(matches);
}
