import type { Problem } from "../problem";

/** Certificate that a server showed for a host, and a client's findings about it. */
export interface ShownCertificate {
  readonly kind: "shown";
  /** Host that was asked for. */
  readonly host: string;
  /** Whether the certificate is for the host. */
  readonly isForHost: boolean;
  /** Names in it. */
  readonly names: readonly string[];
  /** Its authority, by the common name or the whole name. */
  readonly issuer: string;
  /** Begin of its validity, seconds since the epoch. */
  readonly fromSeconds: number;
  /** End of its validity, seconds since the epoch. */
  readonly untilSeconds: number;
  /** Code by which the chain was not trusted, as OpenSSL names it; absent where it was. */
  readonly distrust?: string;
  /** Version that was agreed on, e.g. `TLSv1.3`. */
  readonly version: string;
  /** Version below the lowest allowed one that the server agrees to as well; absent where it does not. */
  readonly lowVersion?: string;
  /** The server sent a status of the certificate along (OCSP stapling). */
  readonly isStapled: boolean;
  /** The certificate names a server that tells whether it was revoked (OCSP). */
  readonly hasResponder: boolean;
  /** The certificate demands that a status is sent along (RFC 7633). */
  readonly mustStaple: boolean;
}

/** Result of a TLS handshake for a host: `silent` where there was none. */
export type TlsFact =
  | ShownCertificate
  | { readonly kind: "silent"; readonly host: string; readonly problem: string };

/** Judged handshakes of an environment's hosts. */
export interface TlsFinding {
  /** Everything that is wrong; empty where nothing is. */
  readonly problems: readonly (Problem & { readonly fix: string })[];
  /** One sentence about the certificates. */
  readonly found: string;
  /** No handshake was possible: the certificates are not known. */
  readonly isSilent: boolean;
  /** Hosts whose server sent a status of the certificate along. */
  readonly stapled: readonly string[];
  /** Hosts whose server sent none, though the certificate names who could tell it. */
  readonly unstapled: readonly string[];
}

/** Lowest version of TLS that may be agreed on. */
export type LowestTls = "1.2" | "1.3";

/** Lowest version where none is configured: older ones are deprecated (RFC 8996). */
export const usualLowestTls: LowestTls = "1.2";
