import { askAgain } from "./ask-again";
import type { HttpAnswer, HttpRequest, Send } from "./http";
import { showUrl } from "./http";
import { RegistryError } from "./registry-error";

const mostRedirects = 5;
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * Follows redirects of a GET. To another origin no credentials go along, and https never becomes http.
 * @throws {RegistryError} when a redirect leads nowhere, to plain http or in circles
 */
export async function follow(send: Send, request: HttpRequest): Promise<HttpAnswer> {
  let current = request;
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const answer = await askAgain(send, current);
    if (!isRedirect(answer.status)) return answer;
    current = redirect(current, answer.headers["location"]);
  }
  throw new RegistryError(
    "bad-answer",
    showUrl(request.url),
    `it redirected more than ${mostRedirects} times`,
  );
}

function redirect(from: HttpRequest, location: string | undefined): HttpRequest {
  const url = URL.canParse(location ?? "", from.url.href)
    ? new URL(location ?? "", from.url.href)
    : undefined;
  if (location === undefined || url === undefined) {
    throw new RegistryError("bad-answer", showUrl(from.url), "it redirected to no address");
  }
  if (
    !["http:", "https:"].includes(url.protocol) ||
    (from.url.protocol === "https:" && url.protocol !== "https:")
  ) {
    throw new RegistryError(
      "bad-answer",
      showUrl(from.url),
      `it redirected to ${showUrl(url)}, which is not https`,
    );
  }
  if (url.origin === from.url.origin) return { ...from, url };
  const headers = Object.entries(from.headers).filter(([name]) => name.toLowerCase() !== "authorization");
  return { ...from, url, headers: Object.fromEntries(headers) };
}
