import type { CheckResult } from "../../components/core/ledger/gate-check";

/** One resource that a preview would change. */
export interface PreviewStep {
  /** Pulumi's word: `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  /** For example `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** Paths of what changes; never values, which may be secret. */
  readonly paths: readonly string[];
}

/** One check of a gate as a preview tells it. */
export interface PreviewCheck {
  readonly id: string;
  readonly result: CheckResult;
  readonly finding: string;
  /** What to do, where it refuses. */
  readonly wayOut?: string;
}

/** How long a stage will take. */
export interface PreviewForecast {
  /** At least the soak; Infinity where it would not end. */
  readonly seconds: number;
  /** Of both tracks together, today. */
  readonly requestsPerSecond: number;
}

/** What the gate of a stage says now. */
export interface PreviewGate {
  readonly open: boolean;
  readonly sentence: string;
  /** Empty where the stage has nothing left to do, or nothing could be asked. */
  readonly checks: readonly PreviewCheck[];
  /** The evidence so far, where there is any. */
  readonly evidence?: string;
  /** Absent where today's traffic is not known. */
  readonly forecast?: PreviewForecast;
}

/** What a policy found in a stack. */
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
  /** What changed that affects it. */
  readonly why: string;
  readonly steps: readonly PreviewStep[];
  /** Set for a stage. */
  readonly gate?: PreviewGate;
  /** What the release would do, for a base stack. */
  readonly release?: string;
  readonly findings: readonly PreviewFinding[];
  readonly warnings: readonly string[];
  /** Why the preview could not be made, or not to its end. */
  readonly errors: readonly string[];
  readonly exitCode: number | undefined;
}
