/** An answer of the API server that is not a success, or none at all. */
export class ApiError extends Error {
  /** HTTP status, 0 when the server did not answer. */
  readonly status: number;
  /** `reason` of the Status object, e.g. `Conflict`, `Forbidden`, `Invalid`; or `Unreachable`. */
  readonly reason: string;

  constructor(status: number, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
  }
}

/** Reads the API server's Status object; falls back to the body's first 300 characters. */
export function toApiError(status: number, body: string, what: string): ApiError {
  try {
    const parsed = JSON.parse(body) as { reason?: string; message?: string };
    return new ApiError(
      status,
      parsed.reason ?? `HTTP ${status}`,
      `${what}: ${parsed.message ?? `HTTP ${status}`}`,
    );
  } catch {
    return new ApiError(status, `HTTP ${status}`, `${what}: HTTP ${status} ${body.slice(0, 300)}`);
  }
}

/** What the API server says, without any detail, when a `test` of a JSON Patch failed; what is invalid is named. */
const failedTest = /\btest\b|rejected our request due to an error in our request/i;

/** Whether the error says that somebody else wrote first, or that a `test` of a JSON Patch failed. */
export function isConflict(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.status === 409 || (error.status === 422 && failedTest.test(error.message)))
  );
}

/** Whether the API server is away rather than against it: no answer, or it is starting or overloaded. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}
