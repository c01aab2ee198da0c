import type { Outcome } from "./outcome";

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

/** Resource exhausted and unauthenticated: what 429 and 401 are to HTTP. */
const excused: readonly number[] = [8, 16];

/**
 * Codes that count as an error of the server: unknown, deadline exceeded, unimplemented, internal, unavailable, data
 * loss.
 */
const errors: readonly number[] = [2, 4, 12, 13, 14, 15];

/** The type that some languages print before a value of it: "StatusCode.OK", "codes.Internal", "Code(14)". */
const typed = /^(?:grpc[.:]+)?(?:status)?_?codes?(?:[.:]+(\w+)|\((\w+)\))$/i;

/**
 * Reads a status of gRPC: its number, or its name in any spelling.
 * @example parseGrpcStatus("DEADLINE_EXCEEDED") // 4
 * @example parseGrpcStatus("StatusCode.UNAVAILABLE") // 14
 */
export function parseGrpcStatus(given: string): number | undefined {
  const [, named, wrapped] = typed.exec(given.trim()) ?? [];
  const text = named ?? wrapped ?? given;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value)) return value >= 0 && value < names.length ? value : undefined;
  const name = text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const at = names.findIndex((one) => one === name || (name === "cancelled" && one === "canceled"));
  return at === -1 ? undefined : at;
}

/**
 * A call's outcome, in HTTP's classes.
 * @see https://grpc.io/docs/guides/status-codes/
 */
export function outcomeOfGrpc(code: number): Outcome {
  if (code === 0) return { class: "2xx" };
  if (code === canceled) return { class: "gave-up" };
  if (excused.includes(code)) return { class: "4xx", isExcused: true };
  return { class: errors.includes(code) ? "5xx" : "4xx" };
}
