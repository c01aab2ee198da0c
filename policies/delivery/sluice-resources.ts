/** Prefix of the types of Sluice's own resources. */
const prefix = "pulumi-nodejs:dynamic/sluice:";

/** Resource of Sluice's that a type is, e.g. `Gate`; undefined for any other. */
export function sluiceKind(type: string): string | undefined {
  return type.startsWith(prefix) ? type.slice(prefix.length) : undefined;
}
