const placeholder = /\{([a-zA-Z]+)\}/g;

/** Names that stand in braces in a text, in their order. */
export const listNames = (text: string): readonly string[] =>
  [...text.matchAll(placeholder)].map(([, name]) => name as string);

/**
 * A text with values in place of its names in braces; one without a value stays as it is.
 * @example fillNames("{app} in {place}", (name) => (name === "app" ? "shop" : undefined)) // "shop in {place}"
 */
export const fillNames = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replaceAll(placeholder, (all, name: string) => valueOf(name) ?? all);
