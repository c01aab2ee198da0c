import { ApiError } from "../cluster/api-error";
import { RunEnd } from "../core/run-end";

/**
 * Ends a command whose cluster cannot be used, with the way out where it does not answer.
 * @throws {RunEnd} `usage`, always
 */
export function refuseCluster(error: unknown): never {
  const { message } = error as Error;
  const fix =
    error instanceof ApiError && error.reason === "Unreachable"
      ? "; check that it runs and that this machine may reach it"
      : "";
  throw new RunEnd("usage", `${message}${fix}`, { cause: error });
}
