/** Class of an answer. `gave-up`: the client left before the answer, which is neither good nor an error. */
export type OutcomeClass = "2xx" | "3xx" | "4xx" | "5xx" | "gave-up";

/** Outcome of the requests of a series. */
export interface Outcome {
  readonly class: OutcomeClass;
  /** Status code of HTTP, where it is a single one. */
  readonly code?: number;
  /** The caller must authenticate or slow down: 401 and 429, and of gRPC 16 and 8. */
  readonly isExcused?: true;
}
