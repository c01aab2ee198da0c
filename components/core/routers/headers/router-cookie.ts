import type { HeaderChange } from "./header-reader";

/** A cookie that a router gives to clients. */
export interface RouterCookie {
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Empty where the router says nothing. */
  readonly sameSite: string;
  /** Empty where the router says nothing, which is "/" to all of them. */
  readonly path: string;
}

/** The change that a router's own cookie is to an answer. */
export const readCookie = (
  { name, secure, httpOnly, sameSite, path }: RouterCookie,
  at: string,
): HeaderChange => ({
  op: "add",
  name: "set-cookie",
  value: [
    `${name}=…`,
    ...(secure ? ["Secure"] : []),
    ...(httpOnly ? ["HttpOnly"] : []),
    ...(sameSite === "" ? [] : [`SameSite=${sameSite}`]),
    `Path=${path || "/"}`,
  ].join("; "),
  path: at,
});
