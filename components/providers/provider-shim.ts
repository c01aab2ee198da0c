/** Kinds of dynamic resources that this package implements, as `providers/index.ts` names them. */
export const providerKinds = [
  "release",
  "migration",
  "promotion",
  "routeRules",
  "takeover",
  "flags",
  "gate",
  "shift",
  "soak",
] as const;

/** One kind of dynamic resource. */
export type ProviderKind = (typeof providerKinds)[number];

/**
 * Provider of a resource as Pulumi stores it and runs it in a process of its own: text that loads this package, by its
 * name or, in a clone, by that of the clone's workspace. It is the same in both, so that people with a clone and a
 * pipeline with the package share a state. It is constant, so that an upgrade changes no resource, and saves the 0.3 s
 * in which the serializer loads a compiler.
 */
export function renderProvider(kind: ProviderKind): string {
  return `const names = ["sluice/providers", "@sluice/components"];
const isThere = (name) => { try { return require.resolve(name) !== ""; } catch { return false; } };
exports.handler = () => require(names.find(isThere) || names[0]).${kind};
`;
}
