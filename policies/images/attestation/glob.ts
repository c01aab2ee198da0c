const cache = new Map<string, RegExp>();

/**
 * Whether a text matches a glob as a whole: `*` matches anything but a slash, `**` anything.
 * @see https://docs.sigstore.dev/policy-controller/overview/#configuring-image-patterns
 */
export function matchesPathGlob(glob: string, text: string): boolean {
  let pattern = cache.get(glob);
  if (pattern === undefined) {
    const source = glob
      .split(/(\*+)/)
      .map((part) => {
        if (part === "*") return "[^/]*";
        return part.startsWith("**") ? ".*" : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
      })
      .join("");
    pattern = new RegExp(`^${source}$`, "su");
    cache.set(glob, pattern);
  }
  return pattern.test(text);
}
