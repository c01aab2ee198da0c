/**
 * Reason why there was no answer.
 * - `unreachable`: no connection, or it broke off
 * - `timeout`: no whole answer in time
 * - `too-large`: more bytes than allowed
 * - `interrupted`: the caller gave up
 */
export type HttpErrorCode = "unreachable" | "timeout" | "too-large" | "interrupted";

/** A request without an answer; its message names no address and no credentials. */
export class HttpError extends Error {
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.code = code;
  }
}

interface Failure {
  readonly name?: string;
  readonly message?: string;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
}

/** Words of an error; several addresses of one name fail together, without words of their own. */
export function readReason(error: unknown): string {
  const { name, message, cause, errors } = error as Failure;
  const parts = errors ?? cause?.errors ?? [];
  return parts.length > 0 ? parts.map(readReason).join("; ") : message || (name ?? "no reason");
}
