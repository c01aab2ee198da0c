/** A route as its splits are read. */
export interface SplitRoute {
  readonly spec: {
    readonly rules?: readonly {
      readonly backendRefs?: readonly { readonly name: string; readonly weight: number }[];
    }[];
  };
}

/** One of the app's own rules in the live route. */
export interface SplitRule {
  /** JSON Pointer of the rule. */
  readonly at: string;
  /** Of the canary, percent. */
  readonly weight: number;
}

/** The app's own rules among those of a route. */
export function splitsOf({ spec: { rules = [] } }: SplitRoute): readonly SplitRule[] {
  return rules.flatMap(({ backendRefs = [] }, index) => {
    const [, canary] = backendRefs;
    const isSplit = canary?.name === "scholarlink-canary";
    return isSplit ? [{ at: `/spec/rules/${index}`, weight: canary.weight }] : [];
  });
}

/** The one weight that all of them have. */
export function weightOf(splits: readonly SplitRule[]): number {
  const weights = new Set(splits.map(({ weight }) => weight));
  const [weight = Number.NaN] = weights;
  if (weights.size > 1) throw new Error(`The rules have several weights: ${[...weights].join(", ")}`);
  return weight;
}
