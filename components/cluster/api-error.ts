import { given } from "../core/given";
import type { RefusalCause } from "../core/workload/explain-refusal";

/** An answer of the API server that is not a success, or none at all. */
export class ApiError extends Error {
  /** HTTP status, 0 when the server did not answer. */
  readonly status: number;
  /**
   * `reason` of the Status object, e.g. `Conflict`, `Forbidden`, `Invalid`; else `Unreachable`, `NoCredentials`,
   * `TooLarge`, {@link notServed} or {@link patchNotApplied}.
   */
  readonly reason: string;
  /** Details of the Status object that the API server answered with. */
  readonly details: ApiErrorDetails;

  constructor(
    status: number,
    reason: string,
    message: string,
    { details = {}, ...options }: ErrorOptions & { readonly details?: ApiErrorDetails } = {},
  ) {
    super(message, options);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
    this.details = details;
  }
}

/** Details of an answer, as far as the API server names them. */
export interface ApiErrorDetails {
  /** Plural, lower case: `namespaces`, `httproutes`. */
  readonly kind?: string;
  readonly name?: string;
  /** The API server's own words, without the request. */
  readonly words?: string;
  /** Group and version that the API server does not serve, such as `autoscaling/v2`. */
  readonly api?: string;
  /** Faults of the object's fields, where they are the reason. */
  readonly causes?: readonly RefusalCause[];
}

/** Status of an answer, as far as it is read here. */
interface Status {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: ApiErrorDetails;
}

/** Sluice's reason for a JSON Patch that does not fit the object as it is: the API server has no reason of its own. */
export const patchNotApplied = "PatchNotApplied";

/** Sluice's reason for a path that the API server does not serve: it answers 404 without a Status object. */
export const notServed = "NotServed";

/**
 * All that the API server says where a `test` of a JSON Patch failed or its place is gone; what is invalid has causes.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/errors/errors.go NewGenericServerResponse
 */
const refusedPatch = "the server rejected our request due to an error in our request";

function reasonOf(status: number, { reason, message, details }: Status): string {
  const isPatch = status === 422 && message === refusedPatch && (details?.causes ?? []).length === 0;
  return isPatch ? patchNotApplied : (reason ?? `HTTP ${status}`);
}

/** Reads the API server's Status object; falls back to the body's first 300 characters, or to the path that is not served. */
export function toApiError(status: number, body: string, what: string): ApiError {
  try {
    const parsed = JSON.parse(body) as Status;
    const text = `${what}: ${parsed.message ?? `HTTP ${status}`}`;
    const { kind, name, causes } = parsed.details ?? {};
    const details = {
      ...given("kind", kind),
      ...given("name", name),
      ...given("causes", causes),
      ...given("words", parsed.message),
    };
    return new ApiError(status, reasonOf(status, parsed), text, { details });
  } catch {
    if (status !== 404) {
      return new ApiError(status, `HTTP ${status}`, `${what}: HTTP ${status} ${body.slice(0, 300)}`);
    }
    const [, api] = /\/apis\/([^/]+\/[^/]+)/.exec(what) ?? [];
    const text = `${what}: the API server does not serve ${api ?? "this path"}`;
    return new ApiError(status, notServed, text, { details: given("api", api) });
  }
}

/** Whether the API server does not serve the path's version of the API: what is there under another one is not known. */
export function isNotServed(error: unknown): boolean {
  return error instanceof ApiError && error.reason === notServed;
}

/** Whether the error means that another writer was first, or that a `test` of a JSON Patch failed. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 409 || error.reason === patchNotApplied);
}

/** Whether the API server is away rather than against it: no answer, or it is starting or overloaded. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}
