/** An answer of the API server that is not a success, or none at all. */
export class ApiError extends Error {
  /** HTTP status, 0 when the server did not answer. */
  readonly status: number;
  /** `reason` of the Status object, e.g. `Conflict`, `Forbidden`, `Invalid`; else `Unreachable`, `NoCredentials`, `TooLarge` or {@link patchNotApplied}. */
  readonly reason: string;

  constructor(status: number, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
  }
}

/** Status of an answer, as far as it is read here. */
interface Status {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly unknown[] };
}

/** Reason of ours for a JSON Patch that the object as it is does not take: the API server has no word for it. */
export const patchNotApplied = "PatchNotApplied";

/**
 * All that the API server says where a `test` of a JSON Patch failed or its place is gone; what is invalid has causes.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/errors/errors.go NewGenericServerResponse
 */
const refusedPatch = "the server rejected our request due to an error in our request";

function reasonOf(status: number, { reason, message, details }: Status): string {
  const isPatch = status === 422 && message === refusedPatch && (details?.causes ?? []).length === 0;
  return isPatch ? patchNotApplied : (reason ?? `HTTP ${status}`);
}

/** Reads the API server's Status object; falls back to the body's first 300 characters. */
export function toApiError(status: number, body: string, what: string): ApiError {
  try {
    const parsed = JSON.parse(body) as Status;
    const text = `${what}: ${parsed.message ?? `HTTP ${status}`}`;
    return new ApiError(status, reasonOf(status, parsed), text);
  } catch {
    return new ApiError(status, `HTTP ${status}`, `${what}: HTTP ${status} ${body.slice(0, 300)}`);
  }
}

/** Whether the error says that somebody else wrote first, or that a `test` of a JSON Patch failed. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 409 || error.reason === patchNotApplied);
}

/** Whether the API server is away rather than against it: no answer, or it is starting or overloaded. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}
