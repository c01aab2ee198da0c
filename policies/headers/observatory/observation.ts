import type { Header } from "../header";

/** A script of the page. */
export interface ScriptTag {
  /** As written, for example `//cdn.example.org/a.js`. */
  readonly src: string;
  readonly integrity: boolean;
}

/** Answer to a request that names a foreign origin. */
export interface CorsAnswer {
  /** Origin that the request named. */
  readonly origin: string;
  readonly allowOrigin?: string;
  readonly allowCredentials?: string;
}

/**
 * Observation of a site's responses. An absent field is unknown, as most fields are before anything runs, and counts
 * nothing.
 */
export interface Observation {
  /** Of the page itself, after redirections. */
  readonly headers: readonly Header[];
  /** Host as the page's address has it, for telling foreign scripts. */
  readonly host: string;
  /** Whether the page comes over HTTPS, and with a valid certificate. */
  readonly https: "verified" | "invalid" | "none";
  /** Policies in the page's `<meta>` elements. @default none */
  readonly metaCsp?: readonly string[];
  /** The domain is in the browsers' HSTS preload list. @default false */
  readonly preloaded?: boolean;
  /** Addresses from `http://…` on, the first included; empty when nothing answers there. */
  readonly hops?: readonly string[];
  /** Values of every Set-Cookie header on the way. */
  readonly cookies?: readonly string[];
  readonly cors?: CorsAnswer;
  readonly scripts?: readonly ScriptTag[] | "not-html";
}
