import { globSource } from "./attestation/glob";
import type { ImagePattern } from "./rules/match-image";
import { registryName } from "../../components/core/images/reference";

/** Parts of an image's name, as Kyverno reads them: `nginx` is `library/nginx` of `index.docker.io`. */
const image = "parseImageReference(ref)";
const registry = `${image}.registry().lowerAscii()`;
const repository = `${image}.repository()`;

const dockerHub = String.raw`(docker\.io|index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com)`;
/** The port that https has anyway: another name of the same registry. */
const port = "(:0*443)?";

const matches = (what: string, source: string): string => `${what}.matches(${JSON.stringify(`^${source}$`)})`;

/** The expression for images that a glob means, whatever name of its registry a user writes. */
function toTerm(glob: string): string {
  const slash = glob.indexOf("/");
  const host = glob.slice(0, Math.max(slash, 0));
  if (/[.:]/.test(host) && !host.includes("*")) {
    const name = registryName(host);
    const names = name === "docker.io" ? dockerHub : globSource(name);
    return `${matches(registry, `${names}${port}`)} && ${matches(repository, globSource(glob.slice(slash + 1)))}`;
  }
  // Docker Hub's images are also known without its name.
  const short = `${matches(registry, dockerHub)} && ${matches(repository, `(library/)?${globSource(glob)}`)}`;
  const full = matches(`(${registry} + "/" + ${repository})`, globSource(glob));
  return `${full} || ${short}`;
}

const anyOf = (terms: readonly string[]): string => terms.map((term) => `(${term})`).join(" || ");

/** The expression about `ref` that holds for the images that any of the patterns means. */
export function toImageExpression(patterns: readonly ImagePattern[]): string {
  return anyOf(
    patterns.map(({ glob, exclude }) => {
      const meant = toTerm(glob);
      return exclude.length === 0 ? meant : `(${meant}) && !(${anyOf(exclude.map(toTerm))})`;
    }),
  );
}
