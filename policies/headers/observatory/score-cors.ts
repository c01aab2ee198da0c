import type { ItemScore, Row } from "./item-score";
import { toItemScore, unknownItem } from "./item-score";
import type { Observation } from "./observation";

const rows = {
  none: [0, "not shared with other origins"],
  public: [0, "shared with every origin, without credentials"],
  restricted: [0, "shared with named origins"],
  universal: [
    -50,
    "shared with every origin, with credentials",
    "name the origins that may, or send Access-Control-Allow-Origin: * without Access-Control-Allow-Credentials",
  ],
} as const satisfies Record<string, Row>;

/** Scores sharing with other origins: the answer to a request that names one. */
export function scoreCors({ cors }: Observation): ItemScore {
  const item = "cross-origin-resource-sharing";
  if (cors === undefined) return unknownItem(item, "known only of a live response");
  const { origin, allowOrigin, allowCredentials } = cors;
  if (allowOrigin === undefined) return toItemScore(item, rows.none);
  if (allowOrigin.trim() === "*") return toItemScore(item, rows.public);
  const reflects = allowOrigin.trim().toLowerCase() === origin.toLowerCase();
  return reflects && allowCredentials?.trim().toLowerCase() === "true"
    ? toItemScore(item, rows.universal)
    : toItemScore(item, rows.restricted, allowOrigin);
}
