/** A person's word that nothing may rise. It ends with its attempt. */
export interface Pause {
  readonly atSeconds: number;
  /** Person who paused, for example `anna@laptop`. */
  readonly who: string;
  readonly reason: string;
  /** Absent while the pause is in force. */
  readonly resumed?: { readonly atSeconds: number; readonly who: string; readonly reason: string };
}

/** A person's word that a stage may be reached. */
export interface Approval {
  /** Key of the stage. */
  readonly stage: string;
  /** Name of the revision that was looked at; the image where the attempt has none. */
  readonly version: string;
  /** Digest of the settings that were looked at. */
  readonly settings: string;
  readonly who: string;
  /** Role in which the person spoke. */
  readonly as?: string;
  readonly reason: string;
  readonly atSeconds: number;
  /** Names of the checks of the gate that a hotfix does not wait for at this stage. @default none */
  readonly waives?: readonly string[];
}

/** A look at stable after the end of an attempt. */
export interface Verification {
  /** Times after the end that were looked at, such as `5m`. */
  readonly points: readonly string[];
  readonly atSeconds: number;
  readonly state: "fine" | "wrong" | "unknown";
}
