import type { HeardStack } from "./hear-stack";
import type { CheckContext } from "./policy";

/**
 * Facts about the run: those that the engine sent, else those in the environment of the pack's process.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/analyzer_plugin.go
 */
export function readContext(
  heard: HeardStack | undefined,
  env: Readonly<Record<string, string | undefined>>,
  now: Date,
): CheckContext {
  if (heard !== undefined) return { now, ...heard };
  return {
    now,
    preview: env["PULUMI_NODEJS_DRY_RUN"] === "true",
    stack: env["PULUMI_NODEJS_STACK"] ?? "",
    project: env["PULUMI_NODEJS_PROJECT"] ?? "",
  };
}
