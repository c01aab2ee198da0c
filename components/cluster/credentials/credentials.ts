/** Credentials that one request shows the API server; no message contains any of them. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Client certificate with its key, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** Source of credentials. */
export interface Credentials {
  /**
   * Credentials in force now.
   * @param signal - ends this caller's waiting, not that of others
   * @throws {Error} where there are none
   */
  get(signal: AbortSignal): Promise<Authorization>;
  /**
   * Takes note that the server refused some (401).
   * @returns whether others may be had by asking again
   */
  refused(authorization: Authorization): boolean;
}
