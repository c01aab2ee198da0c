import { RunError } from "@pulumi/pulumi";
import { withCode } from "../components/core/exit-code";
import { ConfigError } from "../stacks/config-error";

/**
 * Error that Pulumi prints for a failed program. Frames of installed packages are left out: Pulumi prints the stack in
 * colours, and Node (nodejs/node#64011) needs 20 s and 3 GB for one that ends right below `node_modules`, as Pulumi's
 * own frames do once their source map is applied.
 * @returns for a `ConfigError` a `RunError` with code 2, whose stack Pulumi does not show; else the error itself
 */
export function toProgramError(error: unknown): unknown {
  const told = error instanceof ConfigError ? new RunError(withCode("usage", error.message)) : error;
  leaveOutPackages(told);
  return told;
}

function leaveOutPackages(error: unknown): void {
  if (!(error instanceof Error)) return;
  const frames = error.stack?.split("\n").filter((line) => !/^\s+at .*\bnode_modules\b/.test(line));
  if (frames !== undefined) error.stack = frames.join("\n");
  leaveOutPackages(error.cause);
}
