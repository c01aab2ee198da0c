import type { CheckContext } from "./policy";

/**
 * What the engine says about the run in the environment of the pack's process.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/analyzer_plugin.go
 */
export function readContext(env: Readonly<Record<string, string | undefined>>, now: Date): CheckContext {
  return {
    now,
    preview: env["PULUMI_NODEJS_DRY_RUN"] === "true",
    stack: env["PULUMI_NODEJS_STACK"] ?? "",
    project: env["PULUMI_NODEJS_PROJECT"] ?? "",
  };
}
