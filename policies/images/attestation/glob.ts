const cache = new Map<string, RegExp>();

/** A glob as a regular expression without anchors, in words that Go and JavaScript share. */
export function globSource(glob: string): string {
  return glob
    .split(/(\*+)/)
    .map((part) => {
      if (part === "*") return "[^/]*";
      return part.startsWith("**") ? ".*" : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    })
    .join("");
}

/**
 * Whether a text matches a glob as a whole: `*` matches anything but a slash, `**` anything.
 * @see https://docs.sigstore.dev/policy-controller/overview/#configuring-image-patterns
 */
export function matchesPathGlob(glob: string, text: string): boolean {
  let pattern = cache.get(glob);
  if (pattern === undefined) {
    pattern = new RegExp(`^${globSource(glob)}$`, "su");
    cache.set(glob, pattern);
  }
  return pattern.test(text);
}
