/** Places where people write what the app gets, secrets among it: a message names the kind of such a value alone. */
const discreet = /^sluice:(?:(?:app|migration)\.(?:env|args|command)|app\.(?:patch|from\.chart\.values))\b/;

/** Names of the same inside of a value that is shown as a whole. */
const discreetNames: ReadonlySet<string> = new Set(["env", "args", "command", "patch", "values"]);

/** Whether a value may be a secret, by its path. */
export const isDiscreet = (path: string): boolean => discreet.test(path);

function showKind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { object: "a mapping", string: "a text" }[typeof value as string] ?? `a ${typeof value}`;
}

const hideInner = (name: string, value: unknown): unknown =>
  discreetNames.has(name) && typeof value === "object" && value !== null ? "…" : value;

/**
 * A value as a person would write it, at most 80 characters, without credentials of a URL and without what may be a
 * secret.
 * @param path - of the value, such as "sluice:app.env.A". @default none: its inner values count alone
 */
export function showValue(value: unknown, path = ""): string {
  if (value === undefined) return "nothing";
  if (isDiscreet(path)) return showKind(value);
  const text = JSON.stringify(value, hideInner)
    .replaceAll(/\/\/[^/@\s"]*@/g, "//…@")
    .replaceAll(/\?[^\s"]*/g, "?…");
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
