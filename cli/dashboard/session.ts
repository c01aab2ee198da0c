import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Bytes of a token that nobody guesses. */
const tokenBytes = 32;

/** Longest body of an exchange, bytes. */
const mostBytes = 256;

/** Right of a browser to read: the token that the command prints, exchanged for a cookie. */
export interface Session {
  /** Stands in the fragment of the printed address, which no browser sends anywhere. */
  readonly token: string;
  /** Whether a request has the cookie. */
  isOpen(request: IncomingMessage): boolean;
  /** Value of `Set-Cookie` for the right token; undefined for another one. */
  exchange(token: string): string | undefined;
}

/** In constant time, whatever the lengths. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

/** Opens the session of one run: token and cookie are new, and end with it. */
export function openSession(port: number): Session {
  const [token, secret] = [randomBytes(tokenBytes), randomBytes(tokenBytes)].map((bytes) =>
    bytes.toString("base64url"),
  ) as [string, string];
  // Cookies know no port: another dashboard of this machine has a cookie of its own.
  const name = `sluice-dashboard-${port}`;
  return {
    token,
    isOpen: ({ headers }) =>
      (headers.cookie ?? "").split(";").some((one) => {
        const [key, value = ""] = one.trim().split("=");
        return key === name && isSame(value, secret);
      }),
    exchange: (given) =>
      isSame(given, token) ? `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict` : undefined,
  };
}

/** Reads the body of an exchange; undefined where it is longer than any token. */
export async function readToken(request: IncomingMessage): Promise<string | undefined> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > mostBytes) return undefined;
  }
  return text;
}
