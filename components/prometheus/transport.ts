/** Limits of one request. */
export interface TransportOptions {
  readonly timeoutMs: number;
  /** The answer may be cut off after this many bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** A limit as messages show it: seconds, to a tenth. */
export const toSeconds = (timeoutMs: number): number => Math.round(timeoutMs / 100) / 10;

/** An answer as it came, whatever its status. */
export interface TransportAnswer {
  readonly status: number;
  readonly body: string;
  /** Time after which the server wants to be asked again, milliseconds. */
  readonly afterMs?: number;
}

/** One way to Prometheus. It throws where there is no answer, with an `AbortSignal`'s error where time was up. */
export interface MetricsTransport {
  /** For messages, without credentials. */
  readonly name: string;
  readonly get: (pathAndQuery: string, options: TransportOptions) => Promise<TransportAnswer>;
  /** Present where the way allows it; used for queries too long for a URL. */
  readonly postForm?: (path: string, form: string, options: TransportOptions) => Promise<TransportAnswer>;
}

/** The answer has more bytes than allowed. */
export class TooLargeError extends Error {
  constructor(maxBytes: number) {
    super(`answer must be at most ${maxBytes} bytes`);
    this.name = "TooLargeError";
  }
}

/** There are no credentials to ask with. */
export class NoCredentialsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoCredentialsError";
  }
}
