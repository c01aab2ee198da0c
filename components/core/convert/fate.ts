import { given } from "../given";
/**
 * Outcome of a field of a rival's object: `exact` does the same here, `approximate` does something else that is near,
 * `lost` has nothing here, `unused` had no effect there either.
 */
export type Verdict = "exact" | "approximate" | "lost" | "unused";

/** Fate of a field, or of everything below it. */
export interface Fate {
  /** Names on the way to it with a space between, items of lists as `[0]`; `*` is any one name, `name*` one that begins so. */
  readonly at: string;
  readonly verdict: Verdict;
  /** Behaviour here. */
  readonly now: string;
  /** Behaviour there, where the value alone does not say it. */
  readonly before?: string;
  /** Way out for a person, imperative. */
  readonly fix?: string;
  /** It keeps clients out: losing it unnoticed would open the service. @default false */
  readonly guards?: true;
}

/** A field that does the same here. */
export const exact = (at: string, now: string): Fate => ({ at, verdict: "exact", now });

/** A field that does something near here. */
export const near = (at: string, now: string, fix?: string): Fate => ({
  at,
  verdict: "approximate",
  now,
  ...given("fix", fix),
});

/** A field that has nothing here. */
export const lost = (at: string, now: string, fix?: string): Fate => ({
  at,
  verdict: "lost",
  now,
  ...given("fix", fix),
});

/** A field without effect there, or about the object itself. */
export const unused = (at: string, now: string): Fate => ({ at, verdict: "unused", now });

/** The same fate with the behaviour there in words. */
export const beside = (before: string, fate: Fate): Fate => ({ ...fate, before });

/** Fates below another place. */
export const below = (at: string, fates: readonly Fate[]): readonly Fate[] =>
  fates.map((fate) => ({ ...fate, at: fate.at === "" ? at : `${at} ${fate.at}` }));
