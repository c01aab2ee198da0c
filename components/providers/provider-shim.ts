/** Kinds of dynamic resources that this package implements, as `providers/index.ts` names them. */
export const providerKinds = ["release", "promotion", "routeRules", "gate", "shift", "soak"] as const;

/** One kind of dynamic resource. */
export type ProviderKind = (typeof providerKinds)[number];

/**
 * What Pulumi stores as the provider of a resource and runs in a process of its own: text that asks this package.
 * It is what Pulumi's own serializer would make of a closure without captures, written down: constant, so that an
 * upgrade changes no resource, and without the 0.3 s that the serializer takes to load a compiler.
 */
export function renderProvider(kind: ProviderKind): string {
  return `exports.handler = () => require("@sluice/components").${kind};\n`;
}
