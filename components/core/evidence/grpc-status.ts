import type { OutcomeClass } from "./outcome";

/** Names of the codes in their order, letters only. */
const names = [
  "ok",
  "canceled",
  "unknown",
  "invalidargument",
  "deadlineexceeded",
  "notfound",
  "alreadyexists",
  "permissiondenied",
  "resourceexhausted",
  "failedprecondition",
  "aborted",
  "outofrange",
  "unimplemented",
  "internal",
  "unavailable",
  "dataloss",
  "unauthenticated",
] as const;

const canceled = 1;

/**
 * Codes that count as an error of the server: unknown, deadline exceeded, unimplemented, internal, unavailable, data
 * loss.
 */
const errors: readonly number[] = [2, 4, 12, 13, 14, 15];

/**
 * Reads a status of gRPC: its number, or its name in any spelling.
 * @example parseGrpcStatus("DEADLINE_EXCEEDED") // 4
 */
export function parseGrpcStatus(text: string): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value)) return value >= 0 && value < names.length ? value : undefined;
  const name = text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const at = names.findIndex((one) => one === name || (name === "cancelled" && one === "canceled"));
  return at === -1 ? undefined : at;
}

/**
 * Class of a call's outcome, as HTTP's classes.
 * @see https://grpc.io/docs/guides/status-codes/
 */
export function classOfGrpc(code: number): OutcomeClass {
  if (code === 0) return "2xx";
  if (code === canceled) return "gave-up";
  return errors.includes(code) ? "5xx" : "4xx";
}
