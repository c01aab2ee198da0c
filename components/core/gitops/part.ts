/** Piece of configuration for a GitOps tool. */
export interface GitopsPart {
  /** Place where it belongs, e.g. `in the Application`. */
  readonly where: string;
  /** Sentences on it: the reason for it, and what breaks without it. */
  readonly notes: readonly string[];
  /** The piece itself; absent where only the notes say something. */
  readonly content?: Readonly<Record<string, unknown>>;
}
