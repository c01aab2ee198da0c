/** Issue of zod, as far as it is used here. */
interface TypeProblem {
  readonly code?: string | undefined;
  readonly expected?: unknown;
}

/**
 * The way out where a value has another type only because of how it was set.
 * @param path - with prefix, as `pulumi config set --path` takes it
 */
export function typeHint({ code, expected }: TypeProblem, path: string, value: unknown): { fix?: string } {
  if (code !== "invalid_type" || typeof value !== "string") return {};
  const type =
    expected === "boolean" && /^(true|false)$/.test(value)
      ? "bool"
      : expected === "number" && /^-?\d+$/.test(value)
        ? "int"
        : expected === "number" && /^-?\d*\.\d+$/.test(value)
          ? "float"
          : undefined;
  return type === undefined
    ? {}
    : {
        fix: `write it without quotes, or: pulumi config set --path --type ${type} '${path}' ${value}`,
      };
}

/** The way out where a path became a key of its own. */
export function pathHint(key: string, known: readonly string[]): { fix?: string } {
  const first = key.replace(/[.[].*$/s, "");
  return first !== key && known.includes(first)
    ? {
        fix: `it is a key of its own, since it was set without --path: pulumi config rm 'sluice:${key}', then pulumi config set --path 'sluice:${key}' VALUE`,
      }
    : {};
}
