import type { Json } from "../../components/core/revision/revision";
import type { Problem } from "../../components/core/problem";
import type { Render } from "./invoke";

/** Origin of a rendered workload. */
export interface RenderContext {
  /** Folder of Pulumi.yaml, which paths are relative to. */
  readonly root: string;
  readonly render: Render;
  readonly app: string;
  readonly namespace: string;
  /** Version of the cluster, where the file has none. */
  readonly askVersion: () => Promise<string>;
  /** Objects of the project's own program. */
  readonly objects?: readonly object[];
}

/** Problems that keep a source from being rendered. */
export class SourceError extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: readonly Problem[]) {
    super(problems.map(({ text }) => text).join("; "));
    this.name = "SourceError";
    this.problems = problems;
  }
}

/** A key of the configuration that is not as it must be. */
export function broken(key: string, rule: string, got: string, fix?: string): SourceError {
  const text = `${key} must ${rule}: got ${got}`;
  return new SourceError({ path: key, text, ...(fix === undefined ? {} : { fix }) });
}

/** Objects as they were rendered. */
export type Rendered = readonly Json[];
