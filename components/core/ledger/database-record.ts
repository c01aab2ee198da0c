/** Ways back of a database that a person may take. */
export const waysBack = ["undo", "restore"] as const;

/** One of {@link waysBack}. */
export type WayBack = (typeof waysBack)[number];

/** Backup of the database from before a migration. */
export interface Backup {
  /** As its Job got it in `SLUICE_BACKUP`, or as a person named it. */
  readonly name: string;
  /** `named`: a person says that there is one, and Sluice has not seen it. */
  readonly state: "taken" | "verified" | "named";
  /** End of its Job, or of its verification; absent where a person named it. */
  readonly atSeconds?: number;
}

/** The last migration of the database, what was saved before it, and whether it was taken back. */
export interface DatabaseRecord {
  /** Number of the attempt that it belongs to. */
  readonly attempt: number;
  /** With digest. */
  readonly image: string;
  /** Name of the revision whose container migrates. */
  readonly revision?: string;
  /** Image with digest that stable had before. */
  readonly before?: string;
  /** `migration.reversible`: whether the image before runs on the migrated database. */
  readonly reversible: boolean;
  readonly backup?: Backup;
  /** Absent until it begins. */
  readonly migration?: { readonly state: "begun" | "ran" | "failed"; readonly atSeconds: number };
  /** A person's way back. */
  readonly back?: {
    readonly way: WayBack;
    readonly state: "begun" | "done" | "failed";
    readonly atSeconds: number;
    readonly who: string;
  };
  /** Times that migrations of this image were taken back. @default 0 */
  readonly takenBack?: number;
}
