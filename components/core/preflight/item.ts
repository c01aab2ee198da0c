import type { PreflightFacts } from "./facts";

/** Checklists of the owner: which items a release needs. */
export const checklists = ["standard", "canary", "hotfix"] as const;

/** One of {@link checklists}. */
export type Checklist = (typeof checklists)[number];

/** End of a release. */
export type ReleaseEnd = "promoted" | "aborted";

/** Finding of an item: `unknown` where the machine cannot see it, `none` where it is not about this release. */
export type Look =
  | { readonly kind: "no-go"; readonly text: string; readonly fix: string }
  | { readonly kind: "go" | "unknown" | "none"; readonly text: string };

/** An item of the preflight. */
export interface PreflightItem {
  /** Name in `sluice sign-off`, settings and messages. */
  readonly id: string;
  /** Section of the owner's list. */
  readonly section: string;
  /** Question that is answered by yes or no. */
  readonly question: string;
  /** Role that answers for it where `sluice:preflight.owners` names nobody. */
  readonly owner: string;
  readonly checklists: readonly Checklist[];
  /** Time for which an answer counts, seconds. */
  readonly validSeconds: number;
  /** Subject of a person's answer: this revision alone, or the service whatever runs. */
  readonly per: "revision" | "service";
  /** Ends of a release that it is asked after: it stops none. @default - it is asked before */
  readonly after?: readonly ReleaseEnd[];
  /** Looks at facts; absent where only a person knows. */
  readonly find?: (facts: PreflightFacts) => Look;
}

/** Finding that nothing speaks against. */
export const go = (text: string): Look => ({ kind: "go", text });

/** Finding that stops a release. */
export const noGo = (text: string, fix: string): Look => ({ kind: "no-go", text, fix });

/** Finding that the machine cannot see it: a person may answer. */
export const unknown = (text: string): Look => ({ kind: "unknown", text });
