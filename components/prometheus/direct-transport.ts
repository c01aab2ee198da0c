import * as http from "node:http";
import * as https from "node:https";
import { createGunzip } from "node:zlib";
import { redact } from "../http/redact";
import { TooLargeError } from "./transport";
import type { MetricsTransport, TransportAnswer, TransportOptions } from "./transport";

/** How a direct address is entered; never shown. */
export interface DirectAccess {
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

async function readBody(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  const isZipped = response.headers["content-encoding"] === "gzip";
  const body = isZipped ? response.pipe(createGunzip()) : response;
  // A pipe does not hand on that its source broke off.
  if (isZipped) response.once("error", (error) => body.destroy(error));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function readAnswer(response: http.IncomingMessage, maxBytes: number): Promise<TransportAnswer> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) throw new Error(`a redirect (HTTP ${status}) is not followed`);
  return { status, body: await readBody(response, maxBytes) };
}

/** Why there was no answer; several addresses of one name fail together, without words of their own. */
function toFailure(error: Error, limits: AbortSignal): Error {
  if (limits.aborted) return limits.reason as Error;
  return error instanceof AggregateError
    ? new Error(error.errors.map((one: Error) => one.message).join("; "), { cause: error.errors[0] })
    : error;
}

/**
 * To Prometheus by HTTP. Redirects are refused: they would carry credentials elsewhere.
 * @param url - without trailing slash
 */
export function directTransport(
  url: string,
  { headers = {}, tls = {} }: DirectAccess = {},
): MetricsTransport {
  const send = async (
    path: string,
    form: string | undefined,
    { timeoutMs, maxBytes, signal }: TransportOptions,
  ): Promise<TransportAnswer> => {
    const limits = AbortSignal.any([
      AbortSignal.timeout(timeoutMs),
      ...(signal === undefined ? [] : [signal]),
    ]);
    const options = {
      method: form === undefined ? "GET" : "POST",
      headers: {
        accept: "application/json",
        "accept-encoding": "gzip",
        ...headers,
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      },
      signal: limits,
      ...tls,
    };
    return await new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(toFailure(error, limits));
      const answered = (response: http.IncomingMessage): void => {
        readAnswer(response, maxBytes)
          .then(resolve, fail)
          .finally(() => response.destroy());
      };
      const request = url.startsWith("https:")
        ? https.request(url + path, options, answered)
        : http.request(url + path, options, answered);
      request.once("error", fail);
      request.end(form);
    });
  };
  return {
    name: redact(url),
    get: async (pathAndQuery, options) => await send(pathAndQuery, undefined, options),
    postForm: async (path, form, options) => await send(path, form, options),
  };
}
