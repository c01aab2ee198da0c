/** Severity of a broken policy. */
export type Severity = "low" | "medium" | "high" | "critical";

/** The public rule that a policy follows. */
export interface Framework {
  /** E.g. `Pod Security Standards`. */
  readonly name: string;
  /** E.g. `1.36`. */
  readonly version: string;
  /** Address of the text. */
  readonly reference: string;
  /** The part of it, e.g. `Restricted: runAsNonRoot`. */
  readonly specification: string;
}

/** Description of a policy for people; `docs/reference/policies.md` is generated from it. */
export interface PolicyMetadata {
  /** Id in kebab-case, unique in the pack, e.g. `images-signed`. */
  readonly name: string;
  /** A few words, e.g. `Only signed images`. */
  readonly title: string;
  /** Demand of the policy, one sentence. */
  readonly description: string;
  /** Damage that the policy prevents, one or two sentences. */
  readonly why: string;
  /** Way to satisfy it. */
  readonly fix: string;
  readonly severity: Severity;
  readonly framework?: Framework;
  /** @default "mandatory" */
  readonly enforcement?: "advisory" | "mandatory";
}
