/** Options of one call to the API server. */
export interface CallOptions {
  readonly body?: unknown;
  /** @default "application/json" */
  readonly contentType?: string;
  /** Media type of the answer. @default "application/json" */
  readonly accept?: string;
  /** Whole time of one call, credentials included. @default 10_000 */
  readonly timeoutMs?: number;
  /** Longest answer, bytes, counted while it is read. @default 67_108_864 (64 MiB) */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** Options of a look for an object, or for a list. */
export interface FindOptions extends CallOptions {
  /**
   * Refuses where the API server does not serve this version of the API: the object may be there under another one.
   * @default false - there is no such object then
   */
  readonly demandServed?: boolean;
}

/** Media types of the API server's patches. */
export const jsonPatch = "application/json-patch+json";
export const mergePatch = "application/merge-patch+json";

/** A connection to one cluster whose identity was checked. */
export interface Cluster {
  readonly context: string;
  /** Address of the API server, for messages. */
  readonly server: string;
  /**
   * One call; returns the parsed answer.
   * @throws {ApiError} for every answer that is not 2xx, and when there is none
   */
  call<T>(method: string, path: string, options?: CallOptions): Promise<T>;
  /** Like `GET`, with `undefined` for 404. */
  find<T>(path: string, options?: FindOptions): Promise<T | undefined>;
  /** The answer as it is, whatever its status; for the service proxy. */
  raw(method: string, path: string, options?: CallOptions): Promise<{ status: number; body: string }>;
  close(): void;
}
