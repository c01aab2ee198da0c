import { takesEvery } from "../../../components/core/routers/headers/sharing";
import type { EffectiveHeader } from "../declared/route-headers";
import type { HeaderProblem } from "./problem";
import { wrong } from "./problem";

/**
 * Problems of answers that scripts of every origin may read with the user's own cookies: what a user sees, any page that
 * the user opens can read.
 */
export function findSharingProblems(headers: readonly EffectiveHeader[]): HeaderProblem[] {
  const isShared = headers.some(
    ({ name, value }) => name === "access-control-allow-credentials" && value.trim().toLowerCase() === "true",
  );
  if (!isShared) return [];
  return headers
    .filter(({ name, value }) => name === "access-control-allow-origin" && takesEvery(value))
    .map((header) =>
      wrong(
        header,
        "name origins where credentials are allowed",
        "name the origins that may read answers, or take Access-Control-Allow-Credentials out",
      ),
    );
}
