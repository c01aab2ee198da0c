import { firstOf, valuesOf } from "../../policies/headers/header";
import { exchange } from "./exchange";
import type { Exchange, ExchangeOptions } from "./exchange";

/** A page and the way to it. */
export interface Followed {
  /** The last answer. */
  readonly page: Exchange;
  /** Every address, the first included. */
  readonly hops: readonly string[];
  /** Values of every Set-Cookie header on the way. */
  readonly cookies: readonly string[];
  /** Whether a certificate on the way was not valid. */
  readonly invalid: boolean;
}

/** As many as browsers follow. */
const mostHops = 20;

const redirections: readonly number[] = [301, 302, 303, 307, 308];

function locationOf({ url, status, headers }: Exchange): string | undefined {
  const location = redirections.includes(status) ? firstOf(headers, "location") : undefined;
  if (location === undefined || !URL.canParse(location, url)) return undefined;
  const next = new URL(location, url);
  return next.protocol === "https:" || next.protocol === "http:" ? next.href : undefined;
}

/**
 * Requests an address and follows where it leads, at most 20 redirections.
 * @throws {Error} of the network
 */
export async function follow(url: string, options: ExchangeOptions): Promise<Followed> {
  const answers: Exchange[] = [];
  for (let next: string | undefined = url; next !== undefined && answers.length <= mostHops;) {
    const answer: Exchange = await exchange(next, options);
    answers.push(answer);
    next = locationOf(answer);
  }
  const page = answers.at(-1) as Exchange;
  return {
    page,
    hops: answers.map((answer) => answer.url),
    cookies: answers.flatMap(({ headers }) => valuesOf(headers, "set-cookie")),
    invalid: answers.some(({ https }) => https === "invalid"),
  };
}
