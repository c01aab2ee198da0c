import type { Problem } from "../problem";

/** Result of reading one path before anything is touched. */
export type Found =
  | { readonly kind: "found"; readonly object: unknown }
  | { readonly kind: "absent" }
  /** This account may not read it. */
  | { readonly kind: "hidden" };

/** Items of a list that was found; undefined where it may not be read, or is not there. */
export const itemsOf = <T>(list: Found | undefined): readonly T[] | undefined =>
  list?.kind === "found" ? (list.object as { readonly items: readonly T[] }).items : undefined;

/** One missing prerequisite. */
export interface NeedProblem extends Problem {
  /** `usage`: the configuration is wrong; `refused`: the cluster is not as it must be. */
  readonly end: "usage" | "refused";
  /** Owner that has not let go of an object, as people read it; a person may say that it has. */
  readonly holder?: string;
}

/** Result of judging the objects found: problems that stop the run, and remarks for a person. */
export interface NeedFinding {
  readonly problems: readonly NeedProblem[];
  readonly notes: readonly string[];
}

/** Prerequisite of a router in the cluster, judged before anything is touched. */
export interface Need {
  readonly paths: readonly string[];
  /** @param found - one for each of the paths, in their order */
  judge(found: readonly Found[]): NeedFinding;
}
