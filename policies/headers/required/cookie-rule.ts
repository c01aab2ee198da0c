import { parseCookie } from "../cookie";
import type { Cookie } from "../cookie";
import type { EffectiveHeader } from "../declared/route-headers";
import type { HeaderProblem } from "./problem";
import { wrong } from "./problem";

/** Tokens against forged requests are for scripts to read. */
const forScripts = /csrf|xsrf/i;

type Rule = readonly [attribute: string, fix: string, isKept: (cookie: Cookie) => boolean];

const rules: readonly Rule[] = [
  ["Secure", "without it the cookie is sent over http:// too", ({ attributes }) => attributes.has("secure")],
  [
    "HttpOnly",
    "without it any script on the page reads the cookie",
    ({ name, attributes }) => attributes.has("httponly") || forScripts.test(name),
  ],
  [
    "SameSite=Lax, Strict or None",
    "without it browsers differ in when they send the cookie from other sites",
    ({ attributes }) => ["lax", "strict", "none"].includes(attributes.get("samesite") ?? ""),
  ],
  [
    "Path=/ and no Domain",
    "browsers refuse a cookie whose name begins with __Host- otherwise",
    ({ name, attributes }) =>
      !/^__host-/i.test(name) || (attributes.get("path") === "/" && !attributes.has("domain")),
  ],
];

/** Problems of the cookies of one response; a value is never shown. */
export function findCookieProblems(headers: readonly EffectiveHeader[]): HeaderProblem[] {
  return headers
    .filter(({ name }) => name === "set-cookie")
    .flatMap((header) => {
      const cookie = parseCookie(header.value);
      return rules
        .filter(([, , isKept]) => !isKept(cookie))
        .map(([attribute, why]) => ({
          ...wrong(header, `have ${attribute}`, `set ${attribute}: ${why}`),
          got: [
            cookie.name,
            ...[...cookie.attributes].map(([key, value]) => (value === "" ? key : `${key}=${value}`)),
          ].join("; "),
        }));
    });
}
