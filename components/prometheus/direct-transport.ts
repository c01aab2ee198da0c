import { sendHttp } from "../http/client";
import type { HttpAnswer } from "../http/client";
import { readRetryAfter } from "../http/retry";
import { redact } from "../http/redact";
import type { DirectAccess } from "./access";
import type { OutgoingRequest } from "./sign-request";
import { NoCredentialsError, toSeconds } from "./transport";
import type { MetricsTransport, TransportAnswer, TransportOptions } from "./transport";

const open: DirectAccess = {
  tls: {},
  secrets: [],
  authorize: async ({ headers }) => await Promise.resolve(headers),
  refused: () => false,
};

/**
 * To Prometheus by HTTP. Redirects are refused: they would carry credentials elsewhere.
 * @param url - without trailing slash
 * @param access - @default - no credentials, the usual authorities
 */
export function directTransport(url: string, access: DirectAccess = open): MetricsTransport {
  const send = async (request: OutgoingRequest, limits: TransportOptions): Promise<TransportAnswer> => {
    const { timeoutMs, maxBytes, signal } = limits;
    const late = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    const endMs = performance.now() + timeoutMs;
    const attempt = async (): Promise<HttpAnswer> => {
      const headers = await access.authorize(request, late).catch((error: Error) => {
        if (signal?.aborted) throw error;
        // Prometheus was not asked: who gives credentials takes too long.
        const words = `its credentials were not there within ${toSeconds(timeoutMs)} s`;
        throw new NoCredentialsError(late.aborted ? words : error.message);
      });
      const leftMs = Math.max(1, Math.ceil(endMs - performance.now()));
      const { method, body, url: address } = request;
      const content = body === undefined ? {} : { body };
      return await sendHttp({
        ...content,
        url: address.href,
        method,
        headers,
        tls: access.tls,
        timeoutMs: leftMs,
        maxBytes,
        signal,
      });
    };
    const first = await attempt();
    // A token may have been withdrawn before its end: once more with another.
    const answer = first.status === 401 && access.refused() ? await attempt() : first;
    if (answer.status >= 300 && answer.status < 400) {
      throw new Error(`a redirect (HTTP ${answer.status}) is not followed`);
    }
    const { status, headers, body } = answer;
    return { status, body: body.toString("utf8"), ...readRetryAfter(headers["retry-after"]) };
  };
  const accept = { accept: "application/json" };
  return {
    name: redact(url),
    get: async (pathAndQuery, options) =>
      await send({ method: "GET", url: new URL(url + pathAndQuery), headers: accept }, options),
    postForm: async (path, body, options) => {
      const headers = { ...accept, "content-type": "application/x-www-form-urlencoded" };
      return await send({ method: "POST", url: new URL(url + path), headers, body }, options);
    },
  };
}
