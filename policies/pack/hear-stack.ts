import { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";

/** Facts about its run that the engine sends before it asks about any resource. */
export interface HeardStack {
  readonly preview: boolean;
  readonly stack: string;
  readonly project: string;
}

let heard: HeardStack | undefined;

/**
 * Listens to the facts that the engine sends to the pack's server: Pulumi's library keeps the stack's tags of them and
 * drops the rest, and with some language hosts the environment of the process does not show whether this is a preview.
 */
export function hearStack(): void {
  const { prototype } = AnalyzerStackConfigureRequest;
  const getTagsMap = prototype.getTagsMap;
  prototype.getTagsMap = function hear(...args) {
    heard = { preview: this.getDryRun(), stack: this.getStack(), project: this.getProject() };
    return getTagsMap.apply(this, args);
  };
}

/** Facts that the engine sent; undefined before that. */
export function heardStack(): HeardStack | undefined {
  return heard;
}
