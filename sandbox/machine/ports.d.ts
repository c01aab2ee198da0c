export function planPorts(name: string): readonly number[];
export const portRange: { readonly first: number; readonly last: number };
export function readListening(): ReadonlySet<number>;
