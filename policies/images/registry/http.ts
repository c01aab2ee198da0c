import type { TlsOptions } from "../../../components/http/agent";
import { sendHttp as sendShared } from "../../../components/http/client";
import { HttpError } from "../../../components/http/http-error";
import { RegistryError } from "./registry-error";

/** One request to a registry or to its token service. */
export interface HttpRequest {
  readonly url: URL;
  /** @default "GET" */
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Certificates of a private authority; used for https only. @default - the usual ones */
  readonly tls?: TlsOptions;
  /** Longest body, bytes. */
  readonly maxBytes: number;
  /** When everything must be over, redirects included. */
  readonly signal: AbortSignal;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Sends one request without following redirects. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** Address without user, password and query: those may contain credentials. */
export function showUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** Longer than any question: the signal ends a request before. */
const longestMs = 3_600_000;

/** A server may close a connection that was kept open in the moment in which it is used again. */
async function sendOnceMore(request: HttpRequest & { readonly url: URL }): Promise<HttpAnswer> {
  const once = async (): Promise<HttpAnswer> =>
    await sendShared({ ...request, url: request.url.href, timeoutMs: longestMs });
  try {
    return await once();
  } catch (error) {
    const isSafe = (request.method ?? "GET") === "GET" && !request.signal.aborted;
    if (isSafe && error instanceof HttpError && error.code === "unreachable") return await once();
    throw error;
  }
}

/**
 * Sends one request over the network, by the proxy of the environment where there is one. A question that got no
 * answer is asked once more.
 * @throws {RegistryError} `too-large`, `timeout` or `unreachable`
 */
export const sendHttp: Send = async ({ url, ...request }) => {
  try {
    // The bytes are compared with their digest: they are requested without encoding.
    const headers = { "accept-encoding": "identity", ...request.headers };
    return await sendOnceMore({ ...request, headers, url });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.code === "too-large") {
      throw new RegistryError(
        "too-large",
        showUrl(url),
        `it must be at most ${request.maxBytes} bytes: got more`,
      );
    }
    if (request.signal.aborted) {
      throw new RegistryError("timeout", showUrl(url), "it did not answer in time", error);
    }
    throw new RegistryError("unreachable", showUrl(url), error.message, error);
  }
};
