import { sendHttp } from "../../components/http/client";
import { toHeaders } from "../../policies/headers/header";
import type { Header } from "../../policies/headers/header";

/** Options of requests. */
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

/** Limit of a page, bytes: scripts of a page are within its first mebibyte. */
const bodyLimit = 1 << 20;

function toPairs(raw: readonly string[]): Header[] {
  const pairs: Header[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return toHeaders(pairs);
}

/**
 * Sends one GET without credentials and reads its answer. A certificate that is not valid is reported, not refused:
 * nothing secret is sent, and the headers are still worth seeing.
 * @throws {Error} of the network, or when time is over
 */
export async function exchange(url: string, options: ExchangeOptions = {}): Promise<Exchange> {
  const { ca, origin, timeoutMs = 10_000 } = options;
  const { rootCertificates } = ca === undefined ? { rootCertificates: [] } : await import("node:tls");
  const answer = await sendHttp({
    url,
    timeoutMs,
    maxBytes: bodyLimit,
    cut: true,
    tls: {
      rejectUnauthorized: false,
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    },
    headers: {
      accept: "text/html,*/*;q=0.8",
      // Uncompressed, as no encoding is requested.
      "accept-encoding": "identity",
      "user-agent": "sluice-headers",
      ...(origin === undefined ? {} : { origin }),
    },
  });
  const isHttps = new URL(url).protocol === "https:";
  return {
    url,
    status: answer.status,
    headers: toPairs(answer.rawHeaders),
    body: answer.body.toString("utf8"),
    https: isHttps ? (answer.verified ? "verified" : "invalid") : "none",
  };
}
