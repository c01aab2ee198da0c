import { parseCookie } from "../cookie";
import type { Cookie } from "../cookie";
import { scoreHsts } from "./score-hsts";
import type { ItemScore, Row } from "./item-score";
import { toItemScore, unknownItem } from "./item-score";
import type { Observation } from "./observation";

const secure = "set Secure on every cookie";
const sameSite = "set SameSite=Lax or Strict";

const rows = {
  best: [5, "all Secure and SameSite, session cookies HttpOnly"],
  noSameSite: [0, "all Secure, session cookies HttpOnly, not all SameSite", sameSite],
  none: [0, "none are set"],
  insecureHsts: [-5, "without Secure, though HSTS keeps it off http://", secure],
  sessionInsecureHsts: [-10, "session cookie without Secure, though HSTS keeps it off http://", secure],
  insecure: [-20, "without Secure", secure],
  badSameSite: [-20, "SameSite must be Strict, Lax or, with Secure, None", sameSite],
  csrf: [-20, "token against request forgery without SameSite", sameSite],
  sessionHttpOnly: [-30, "session cookie without HttpOnly", "set HttpOnly on session cookies"],
  sessionInsecure: [-40, "session cookie without Secure", secure],
} as const satisfies Record<string, Row>;

function problemsOf({ name, attributes }: Cookie, hsts: boolean): Row[] {
  const key = name.toLowerCase();
  const isSession = key.includes("sess") || key.includes("login");
  const isSecure = attributes.has("secure");
  const site = attributes.get("samesite");
  const found: (Row | false)[] = [
    site !== undefined && !["lax", "strict", "none"].includes(site) && rows.badSameSite,
    site === "none" && !isSecure && rows.badSameSite,
    !isSecure && (hsts ? rows.insecureHsts : rows.insecure),
    key.includes("csrf") && site === undefined && rows.csrf,
    isSession && !isSecure && (hsts ? rows.sessionInsecureHsts : rows.sessionInsecure),
    isSession && !attributes.has("httponly") && rows.sessionHttpOnly,
  ];
  return found.filter((row) => row !== false);
}

/** Scores cookies by the worst of them; a session cookie is one with "sess" or "login" in its name. */
export function scoreCookies(observation: Observation): ItemScore {
  const item = "cookies";
  if (observation.cookies === undefined) return unknownItem(item, "known only of a live response");
  const cookies = observation.cookies.map(parseCookie);
  if (cookies.length === 0) return toItemScore(item, rows.none);
  const hsts = scoreHsts(observation).modifier >= 0;
  const found = cookies.flatMap((cookie) =>
    problemsOf(cookie, hsts).map((row) => ({ row, name: cookie.name })),
  );
  const worst = found.toSorted((a, b) => a.row[0] - b.row[0])[0];
  if (worst !== undefined) return toItemScore(item, worst.row, worst.name);
  return toItemScore(
    item,
    cookies.every(({ attributes }) => attributes.has("samesite")) ? rows.best : rows.noSameSite,
  );
}
