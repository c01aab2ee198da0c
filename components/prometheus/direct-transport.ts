import { redact } from "./redact";
import { TooLargeError } from "./transport";
import type { MetricsTransport, TransportAnswer, TransportOptions } from "./transport";

async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * To Prometheus by HTTP, with a bearer token where one is given. Redirects are refused: they would carry the token
 * elsewhere.
 * @param url - without trailing slash
 */
export function directTransport(url: string, bearer?: string): MetricsTransport {
  const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const send = async (
    path: string,
    init: RequestInit,
    { timeoutMs, maxBytes, signal }: TransportOptions,
  ): Promise<TransportAnswer> => {
    const limits = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
    const headers = {
      accept: "application/json",
      ...authorization,
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(url + path, {
      ...init,
      headers,
      redirect: "error",
      signal: AbortSignal.any(limits),
    });
    return { status: response.status, body: await readBody(response, maxBytes) };
  };
  return {
    name: redact(url),
    get: async (pathAndQuery, options) => await send(pathAndQuery, { method: "GET" }, options),
    postForm: async (path, form, options) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      return await send(path, { method: "POST", body: form, headers }, options);
    },
  };
}
