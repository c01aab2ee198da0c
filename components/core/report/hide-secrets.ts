/** Shorter values are too common to be hidden. */
const shortest = 4;

/** Stands in the place of what is hidden. */
const hidden = "…";

/** Words of a name whose value is a secret, wherever it is written as NAME=VALUE, NAME: VALUE or in JSON. */
const named =
  /((?:[\w.-]*(?:passw|pwd|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key|authorization|cookie|session)[\w.-]*)["']?\s*[=:]\s*["']?)[^\s"',;&}]+/gi;

const shapes: readonly RegExp[] = [
  // JSON Web Tokens, keys of cloud providers and forges, and PEM.
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /\b(?:gh[pousr]|glpat|xox[abeprs]|sk)[-_][\w-]{10,}/g,
  /-----BEGIN [A-Z ]+-----.*/g,
  // Long runs of hexadecimal or base64 that are no digest of an image, and no path of an API.
  /(?<!sha256:|[\w+/])[a-f\d]{40,}(?![\w+/])/gi,
  /(?<![\w+/])(?=[\w+/]*[A-Z])(?=[\w+/]*[a-z])(?=[\w+/]*\d)[\w+/]{40,}={0,2}/g,
];

/**
 * Takes secret values out of a line of output: the given ones, and what looks like one by its name or shape.
 * @param secrets - known values; those shorter than 4 characters are left
 */
export function hideSecrets(line: string, secrets: readonly string[]): string {
  const known = secrets
    .filter(({ length }) => length >= shortest)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, hidden), line);
  const plain = known
    .replaceAll(/(\w+:\/\/)[^\s/@]+@/g, `$1${hidden}@`)
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`)
    .replaceAll(named, `$1${hidden}`);
  return shapes.reduce((rest, shape) => rest.replaceAll(shape, hidden), plain);
}
