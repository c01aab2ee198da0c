import { RunError } from "@pulumi/pulumi";
import { ApiError } from "../components/cluster/api-error";
import { withCode } from "../components/core/exit-code";
import { RunEnd } from "../components/core/run-end";
import { ConfigError } from "../stacks/config-error";

/**
 * Error that Pulumi prints for a failed program. Frames of installed packages are left out: Pulumi prints the stack in
 * colours, and Node (nodejs/node#64011) needs 20 s and 3 GB for one that ends right below `node_modules`, as Pulumi's
 * own frames do once their source map is applied.
 * @returns for what is no bug a `RunError` with its code, whose stack Pulumi does not show; else the error itself
 */
export function toProgramError(error: unknown): unknown {
  if (error instanceof ConfigError) return told(withCode("usage", error.message));
  if (error instanceof RunEnd || error instanceof ApiError) {
    // Loaded when something went wrong: a usual run needs none of it.
    const { toRunEnd } =
      require("../components/session/failure") as typeof import("../components/session/failure");
    const { end, message, isPaused } = toRunEnd(error, "read the cluster");
    return told(withCode(end, message, isPaused));
  }
  leaveOutPackages(error);
  return error;
}

function told(message: string): RunError {
  const error = new RunError(message);
  leaveOutPackages(error);
  return error;
}

function leaveOutPackages(error: unknown): void {
  if (!(error instanceof Error)) return;
  const frames = error.stack?.split("\n").filter((line) => !/^\s+at .*\bnode_modules\b/.test(line));
  if (frames !== undefined) error.stack = frames.join("\n");
  leaveOutPackages(error.cause);
}
