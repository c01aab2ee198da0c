/** Credentials for a registry; no message contains them. */
export type Credentials =
  | { readonly kind: "anonymous" }
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** A refresh token that the token service exchanges. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** A token that is sent as it is. */
  | { readonly kind: "registry-token"; readonly token: string };

/** Finds the credentials of a repository, e.g. of `acme/shop` at `ghcr.io` or `library/nginx` at `docker.io`. */
export type FindCredentials = (registry: string, repository: string) => Promise<Credentials>;

/** The value of an `Authorization` header with user and password. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
