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
  /** Longest time of everything, redirects and repeats included, ms. */
  readonly timeoutMs: number;
  /** Ends it after that time. */
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

/**
 * Sends one request over the network, by the proxy of the environment where there is one.
 * @throws {RegistryError} `too-large`, `timeout` or `unreachable`
 */
export const sendHttp: Send = async ({ url, ...request }) => {
  try {
    // The bytes are compared with their digest: they are requested without encoding.
    const headers = { "accept-encoding": "identity", ...request.headers };
    return await sendShared({ ...request, headers, url: url.href });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.code === "too-large") {
      throw new RegistryError(
        "too-large",
        showUrl(url),
        `it must be at most ${request.maxBytes} bytes: got more`,
      );
    }
    if (request.signal.aborted || error.code === "timeout") {
      throw new RegistryError("timeout", showUrl(url), "it did not answer in time", error);
    }
    throw new RegistryError("unreachable", showUrl(url), error.message, error);
  }
};
