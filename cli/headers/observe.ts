import { parseCsp } from "../../policies/headers/csp/parse-csp";
import { firstOf, valuesOf } from "../../policies/headers/header";
import type { Observation } from "../../policies/headers/observatory/observation";
import { exchange } from "./exchange";
import type { Exchange, ExchangeOptions } from "./exchange";
import { follow } from "./follow";
import type { Followed } from "./follow";
import { readPage } from "./read-page";

/** Options of observing a site. */
export interface ObserveOptions extends ExchangeOptions {
  /** Port that answers `http://`. @default 80 where the address names no port, else unknown */
  readonly httpPort?: number;
  /** The domain is in the browsers' preload list. @default false */
  readonly preloaded?: boolean;
}

/** Answers of a site. */
export interface Observed {
  readonly observation: Observation;
  /** The page's own answer. */
  readonly page: Exchange;
  /** Nonces that were the same in two answers, and so protect nothing. */
  readonly repeatedNonces: readonly string[];
}

/** Origin that belongs to no site. */
const foreignOrigin = "https://foreign.example";

/** Address where `http://` of a site answers; undefined where it is not known. */
function plainAddress(url: URL, httpPort: number | undefined): string | undefined {
  if (url.protocol === "http:") return url.href;
  if (url.port !== "" && httpPort === undefined) return undefined;
  const plain = new URL(url);
  plain.protocol = "http:";
  plain.port = String(httpPort ?? 80);
  return plain.href;
}

function noncesOf({ headers }: Exchange): string[] {
  const policies = parseCsp(valuesOf(headers, "content-security-policy"));
  const sources = policies.flatMap(({ directives }) => [...directives.values()].flat());
  return sources.filter((source) => source.startsWith("'nonce-"));
}

/**
 * Asks a site as a browser would: the page, the way to it from `http://`, and once more as from a foreign origin.
 * @throws {Error} when the page itself cannot be had
 */
export async function observe(address: string, options: ObserveOptions = {}): Promise<Observed> {
  const url = new URL(address);
  const plain = plainAddress(url, options.httpPort);
  // Nothing on http:// is a good answer; nothing on the address itself is none.
  const [main, before] = await Promise.all([
    follow(url.href, options),
    plain === undefined || plain === url.href
      ? Promise.resolve(undefined)
      : follow(plain, options).catch((): Followed | undefined => undefined),
  ]);
  const { page } = main;
  const way = plain === url.href ? main : before;
  const again = await exchange(page.url, { ...options, origin: foreignOrigin });
  const { scripts, metaCsp } = readPage(page);
  const hops = plain === undefined ? undefined : (way?.hops ?? []);
  const seen = new Set(noncesOf(page));
  const allowOrigin = firstOf(again.headers, "access-control-allow-origin");
  const allowCredentials = firstOf(again.headers, "access-control-allow-credentials");
  return {
    page,
    repeatedNonces: [...new Set(noncesOf(again).filter((nonce) => seen.has(nonce)))],
    observation: {
      headers: page.headers,
      host: new URL(page.url).hostname,
      https: main.invalid || way?.invalid === true ? "invalid" : page.https,
      metaCsp,
      preloaded: options.preloaded ?? false,
      ...(hops === undefined ? {} : { hops }),
      cookies: [...main.cookies, ...(before?.cookies ?? [])],
      cors: {
        origin: foreignOrigin,
        ...(allowOrigin === undefined ? {} : { allowOrigin }),
        ...(allowCredentials === undefined ? {} : { allowCredentials }),
      },
      scripts,
    },
  };
}
