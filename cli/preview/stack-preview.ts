import type { StageReport } from "../../components/core/gate/stage-report";

/** One resource that a preview would change. */
export interface PreviewStep {
  /** Pulumi's word: `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  /** For example `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** Paths that change; never values, which may be secret. */
  readonly paths: readonly string[];
}

/** Report of a stage's gate at this moment. */
export interface PreviewGate {
  readonly open: boolean;
  readonly sentence: string;
  /** Absent where the stage has nothing left to do, or nothing could be asked. */
  readonly report?: StageReport;
}

/** Finding of a policy in a stack. */
export interface PreviewFinding {
  /** `<pack>/<policy>`. */
  readonly policy: string;
  /** Whether it blocks `up`. */
  readonly mandatory: boolean;
  /** Resource, path, rule, value and fix. */
  readonly text: string;
}

/** One stack, previewed. */
export interface StackPreview {
  readonly stack: string;
  /** Change that affects the stack. */
  readonly why: string;
  readonly steps: readonly PreviewStep[];
  /** Set for a stage. */
  readonly gate?: PreviewGate;
  /** Action that the release would take, for a base stack. */
  readonly release?: string;
  readonly findings: readonly PreviewFinding[];
  readonly warnings: readonly string[];
  /** Reason why the preview could not be made, or not to its end. */
  readonly errors: readonly string[];
  readonly exitCode: number | undefined;
}
