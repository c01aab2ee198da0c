import type { LowestTls } from "./certificate";

/** Issuer of cert-manager that signs the certificate. */
export interface CertificateIssuer {
  readonly name: string;
  /** `Issuer`, `ClusterIssuer`, or a kind of another group. */
  readonly kind: string;
  readonly group: string;
}

/** Redirection of requests by http to https, which the router answers itself. */
export interface HttpsRedirect {
  readonly status: number;
  /** Listener of the Gateways, or entry point of Traefik, that takes requests by http. */
  readonly listener: string;
}

/** `sluice:edge.tls`: the certificate that users get, and what is demanded of it. */
export interface TlsSettings {
  readonly lowest: LowestTls;
  /** Secret with the certificate, in the app's namespace. @default - the router's own */
  readonly secret?: string;
  /** Issuer that signs it, into the Secret. @default - the Secret's owner */
  readonly issuer?: CertificateIssuer;
  /** @default - requests by http are the app's as well */
  readonly redirect?: HttpsRedirect;
}
