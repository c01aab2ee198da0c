import type { ProbeRule } from "../core/routers/router";
import type { Settings } from "../core/settings";
import { sendHttp } from "../http/client";
import type { HttpAnswer, HttpRequest } from "../http/client";
import { readAuthority } from "../http/read-authority";
import { mostBytes } from "./check-context";

/** Request of a check, without its place. */
interface PublicRequest extends Pick<HttpRequest, "method" | "headers" | "body"> {
  /** Rule by which the router sends the request to a track, and proves it. @default - as a user's */
  readonly rule?: ProbeRule | undefined;
}

/**
 * Prepares requests to a path on the public host, or to a whole address.
 * @param url - the path, or the address
 * @param timeoutMs - whole time of one request, milliseconds
 * @returns sends one request
 * @throws {Error} when the settings' authority cannot be read; the sender when a request fails, or when the track of its rule did not answer it
 */
export function openPublic(
  { traffic }: Settings,
  url: string,
  timeoutMs: number,
): (request: PublicRequest) => Promise<HttpAnswer> {
  const isWhole = url.startsWith("http");
  const { host, scheme, address = host } = traffic;
  const place = isWhole
    ? { url }
    : {
        url: `${scheme}://${address}${url}`,
        tls: { ...readAuthority(traffic, "ask a check"), servername: host, rejectUnauthorized: true },
      };
  return async ({ rule, headers, ...request }) => {
    const answer = await sendHttp({
      ...request,
      ...place,
      headers: { ...headers, ...(isWhole ? {} : { host }), ...rule?.send },
      timeoutMs,
      maxBytes: mostBytes,
      cut: true,
    });
    if (rule !== undefined && answer.headers[rule.proof.name] !== rule.proof.value)
      throw new Error("an answer without the router's proof that this track gave it");
    return answer;
  };
}
