import { ApiError } from "../cluster/api-error";
import { RunEnd } from "../core/run-end";

/**
 * Ends a command whose cluster cannot be used, with the way out where it does not answer.
 * @throws {RunEnd} `usage`, always
 */
export function refuseCluster(error: unknown): never {
  if (error instanceof RunEnd) throw error;
  const { message: text } = error as Error;
  const isAway = error instanceof ApiError && error.reason === "Unreachable";
  const problem = isAway ? { text, fix: "check that it runs and that this machine may reach it" } : text;
  throw new RunEnd("usage", problem, { cause: error });
}
