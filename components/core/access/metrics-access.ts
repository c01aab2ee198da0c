/** OAuth 2.0 client credentials. */
export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Environment variable, or file where it is a path, with the client's secret. */
  readonly clientSecretFrom: string;
  readonly scopes: readonly string[];
  readonly audience?: string | undefined;
}

/** Issuer of a bearer token. */
export type TokenSource =
  /** A program that prints it. */
  | { readonly command: readonly string[] }
  /** Google's own program, gcloud. */
  | { readonly google: true }
  /** Azure's own program, az. */
  | { readonly azure: { readonly resource: string } }
  | { readonly oauth2: ClientCredentials };

/** Access to Prometheus; secrets are given by name: an environment variable, or a file where the name is a path. */
export interface MetricsAccess {
  /** `service://<namespace>/<service>:<port>` through the API server's proxy, or `http(s)://…` direct. */
  readonly prometheus: string;
  /** Bearer token for a direct address. */
  readonly tokenFrom?: string | TokenSource;
  /** User and, by name, password for a direct address. */
  readonly basic?: { readonly user: string; readonly passwordFrom: string };
  /** Requests are signed for AWS, with the keys of the environment or of AWS' own program. */
  readonly sigv4?: {
    readonly region: string;
    readonly service: string;
    readonly profile?: string | undefined;
  };
  /** Further headers, by name of the variable or file with their value. */
  readonly headersFrom?: Readonly<Record<string, string>>;
  /** PEM texts by name: trusted authorities, and the client's own certificate with its key. */
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
  };
  /** Sent as `X-Scope-OrgID`, as Mimir, Thanos and Cortex want it. */
  readonly tenant?: string;
}
