/** Kinds of dynamic resources that this package implements, as `providers/index.ts` names them. */
export const providerKinds = [
  "release",
  "migration",
  "promotion",
  "routeRules",
  "gate",
  "shift",
  "soak",
] as const;

/** One kind of dynamic resource. */
export type ProviderKind = (typeof providerKinds)[number];

/**
 * Provider of a resource as Pulumi stores it and runs it in a process of its own: text that loads this package. It
 * equals the text that Pulumi's serializer makes of a closure without captures. It is constant, so that an upgrade
 * changes no resource, and saves the 0.3 s in which the serializer loads a compiler.
 */
export function renderProvider(kind: ProviderKind): string {
  return `exports.handler = () => require("@sluice/components").${kind};\n`;
}
