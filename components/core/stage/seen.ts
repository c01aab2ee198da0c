/** Fact of one look at the cluster. A fact that could not be read is unknown by itself, and never the riskier value. */
export type Seen<T> =
  | { readonly kind: "seen"; readonly value: T }
  | { readonly kind: "unseen"; readonly problem: string };

/** A fact that was read. */
export function seen<T>(value: T): Seen<T> {
  return { kind: "seen", value };
}

/** Joins two facts; the result is unknown where one of them is. */
export function both<A, B, R>(a: Seen<A>, b: Seen<B>, join: (a: A, b: B) => R): Seen<R> {
  if (a.kind === "unseen") return a;
  return b.kind === "unseen" ? b : seen(join(a.value, b.value));
}
