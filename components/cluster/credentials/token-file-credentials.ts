import type { Credentials } from "./credentials";

/** Token in a file that another program renews, as kubelets do: it is read for each request. */
export interface TokenFile {
  readonly file: string;
  /** @throws {Error} naming the file */
  read(): string;
  /** Token that is used while the file cannot be read. */
  readonly token?: string | undefined;
}

/** Credentials from a file. */
export function tokenFileCredentials({ file, read, token: stored }: TokenFile): Credentials {
  const header = (): string => {
    let token: string | undefined;
    try {
      token = read().trim() || stored;
    } catch (error) {
      if (stored === undefined) throw error;
      token = stored;
    }
    if (!token) throw new Error(`file ${file} must contain a token: got nothing`);
    return `Bearer ${token}`;
  };
  return {
    get: async () => await Promise.resolve({ headers: { authorization: header() } }),
    refused: ({ headers }) => {
      try {
        return headers["authorization"] !== header();
      } catch {
        return false;
      }
    },
  };
}
