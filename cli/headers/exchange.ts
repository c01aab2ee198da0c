import * as http from "node:http";
import * as https from "node:https";
import type { TLSSocket } from "node:tls";
import { toHeaders } from "../../policies/headers/header";
import type { Header } from "../../policies/headers/header";

/** How requests are made. */
export interface ExchangeOptions {
  /** PEM text of further authorities. @default - the system's only */
  readonly ca?: string;
  /** Sent as Origin. @default - none */
  readonly origin?: string;
  /** Time for the whole exchange, milliseconds. @default 10000 */
  readonly timeoutMs?: number;
}

/** One request and its answer. */
export interface Exchange {
  readonly url: string;
  readonly status: number;
  /** As sent, names in lower case, a name as often as it came. */
  readonly headers: readonly Header[];
  /** The first {@link bodyLimit} bytes as text. */
  readonly body: string;
  readonly https: "verified" | "invalid" | "none";
}

/** No page's scripts stand behind its first mebibyte. */
const bodyLimit = 1 << 20;

function toPairs(raw: readonly string[]): Header[] {
  const pairs: Header[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return toHeaders(pairs);
}

function securityOf(socket: unknown, isHttps: boolean): Exchange["https"] {
  if (!isHttps) return "none";
  return (socket as TLSSocket).authorized ? "verified" : "invalid";
}

/**
 * Sends one GET without credentials and reads its answer. A certificate that is not valid is told, not refused:
 * nothing secret is sent, and the headers are still worth seeing.
 * @throws {Error} of the network, or when time is over
 */
export async function exchange(url: string, options: ExchangeOptions = {}): Promise<Exchange> {
  const { ca, origin, timeoutMs = 10_000 } = options;
  const isHttps = new URL(url).protocol === "https:";
  const { rootCertificates } = ca === undefined ? { rootCertificates: [] } : await import("node:tls");
  const signal = AbortSignal.timeout(timeoutMs);
  return await new Promise((resolve, reject) => {
    const request = (isHttps ? https : http).get(
      url,
      {
        signal,
        agent: false,
        rejectUnauthorized: false,
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
        headers: {
          accept: "text/html,*/*;q=0.8",
          "user-agent": "sluice-headers",
          ...(origin === undefined ? {} : { origin }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const finish = (): void => {
          resolve({
            url,
            status: response.statusCode ?? 0,
            headers: toPairs(response.rawHeaders),
            body: Buffer.concat(chunks).subarray(0, bodyLimit).toString("utf8"),
            https: security,
          });
          request.destroy();
        };
        // Once the answer is over the socket no longer tells.
        const security = securityOf(response.socket, isHttps);
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size >= bodyLimit) finish();
        });
        response.once("end", finish);
        response.once("error", reject);
      },
    );
    request.once("error", (error) => reject(signal.aborted ? timeOver(timeoutMs) : error));
  });
}

function timeOver(timeoutMs: number): Error {
  return new Error(`no answer within ${timeoutMs / 1000} s`);
}
