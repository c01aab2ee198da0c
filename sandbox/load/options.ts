/** Load to send; see {@link planLoad} for the bounds. */
export interface LoadOptions {
  /** Base address such as "http://127.0.0.1:8080"; loopback only. Give this or `address`. */
  readonly url?: string;
  /** Address to connect to, "127.0.0.1:8080"; loopback only. */
  readonly address?: string;
  /** Host header. @default - the address */
  readonly host?: string;
  /** Paths asked for in turn. @default ["/", "/api/papers", "/api/scholars/1"] */
  readonly paths?: readonly string[];
  /** Requests per second on average, above 0, at most 5,000. */
  readonly ratePerSecond: number;
  /** Duration, seconds, at most 3,600. @default 3600 */
  readonly durationSeconds?: number;
  /**
   * From sending a request to its last byte, 10 to 60,000 ms; time in which the generator itself did not run does not
   * count. @default 5000
   */
  readonly timeoutMs?: number;
  /** "constant": evenly spaced; "poisson": as independent clients arrive. @default "constant" */
  readonly arrivals?: "constant" | "poisson";
  /** Seed of the Poisson arrivals. @default 1 */
  readonly seed?: number;
  /** One connection for many requests; else one for each. @default true */
  readonly keepAlive?: boolean;
}

/** A checked load with every default filled in. */
export interface LoadPlan {
  readonly hostname: string;
  readonly port: number;
  readonly host: string;
  readonly paths: readonly string[];
  readonly ratePerSecond: number;
  readonly durationSeconds: number;
  readonly timeoutMs: number;
  readonly arrivals: "constant" | "poisson";
  readonly seed: number;
  readonly keepAlive: boolean;
}

/** Highest rate, requests per second. */
export const MAX_RATE_PER_SECOND = 5000;

/** Longest load, seconds. */
export const MAX_DURATION_SECONDS = 3600;

/** Thrown for a load that must not or cannot be sent; the message lists every problem. */
export class LoadOptionsError extends Error {
  override readonly name = "LoadOptionsError";
}

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

const readTarget = (options: LoadOptions): URL | string => {
  const isUrl = options.url !== undefined;
  const [field, given] = isUrl ? ["url", options.url] : ["address", options.address];
  if (given === undefined || (isUrl && options.address !== undefined)) {
    return "url or address must be given, one of them: got " + (given === undefined ? "neither" : "both");
  }
  const text = isUrl ? given : `http://${given}`;
  if (!URL.canParse(text)) return `${field} must be ${isUrl ? "an http URL" : "host:port"}: got "${given}"`;
  const url = new URL(text);
  if (url.protocol !== "http:") return `${field} must be an http URL: got "${given}"`;
  if (!LOOPBACK.test(url.hostname)) {
    return `${field} must be a loopback address (127.0.0.0/8, [::1] or localhost): got "${url.hostname}"; load is for the sandbox only`;
  }
  return url;
};

/**
 * Checks a load before anything is sent.
 * @throws {LoadOptionsError} when the target is not loopback, or a number is out of bounds
 */
export function planLoad(options: LoadOptions): LoadPlan {
  const target = readTarget(options);
  const issues = typeof target === "string" ? [target] : [];
  const bound = (name: string, value: number, low: number, high: number, unit: string): number => {
    if (!(value >= low && value <= high)) {
      issues.push(`${name} must be from ${low} to ${high}${unit}: got ${value}`);
    }
    return value;
  };
  const ratePerSecond = bound("ratePerSecond", options.ratePerSecond, 0.01, MAX_RATE_PER_SECOND, "");
  const durationSeconds = bound(
    "durationSeconds",
    options.durationSeconds ?? MAX_DURATION_SECONDS,
    0.1,
    MAX_DURATION_SECONDS,
    " s",
  );
  const timeoutMs = bound("timeoutMs", options.timeoutMs ?? 5000, 10, 60_000, " ms");
  const paths = options.paths ?? ["/", "/api/papers", "/api/scholars/1"];
  if (paths.length === 0 || !paths.every((path) => /^\/[\x21-\x7e]*$/.test(path))) {
    issues.push(`paths must be a list of paths that start with "/": got ${JSON.stringify(paths)}`);
  }
  if (issues.length > 0 || typeof target === "string") {
    const what = typeof target === "string" ? (options.url ?? options.address ?? "") : target.host;
    throw new LoadOptionsError(`Cannot send load to "${what}": ${issues.join("; ")}`);
  }
  return {
    hostname: target.hostname === "localhost" ? "127.0.0.1" : target.hostname.replace(/^\[|\]$/g, ""),
    port: Number(target.port || 80),
    host: options.host ?? target.host,
    paths,
    ratePerSecond,
    durationSeconds,
    timeoutMs,
    arrivals: options.arrivals ?? "constant",
    seed: options.seed ?? 1,
    keepAlive: options.keepAlive ?? true,
  };
}
