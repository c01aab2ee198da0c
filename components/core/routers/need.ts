/** Result of reading one path before anything is touched. */
export type Found =
  | { readonly kind: "found"; readonly object: unknown }
  | { readonly kind: "absent" }
  /** This account may not read it. */
  | { readonly kind: "hidden" };

/** Result of judging the objects found: problems that stop the run, and remarks for a person. */
export interface NeedFinding {
  readonly problems: readonly {
    readonly text: string;
    /** `usage`: the configuration is wrong; `refused`: the cluster is not as it must be. */
    readonly end: "usage" | "refused";
  }[];
  readonly notes: readonly string[];
}

/** Prerequisite of a router in the cluster, judged before anything is touched. */
export interface Need {
  readonly paths: readonly string[];
  /** @param found - one for each of the paths, in their order */
  judge(found: readonly Found[]): NeedFinding;
}
