import type { z } from "zod";
import type { WayHeaders } from "./check-routes";
import { findHeaderProblems } from "./required/find-problems";
import type { HeaderProblem } from "./required/problem";
import type { requiredConfig } from "./route-config";

/** Headers that an answer of the router itself must carry: only those that browsers keep for the whole host. */
const ofRedirects: readonly string[] = ["strict-transport-security"];

/**
 * Problems of the required headers on one way through a route. A redirection shows no page, so only a preloaded
 * domain's counts.
 */
export function findRequired(
  { way, headers }: WayHeaders,
  config: z.output<typeof requiredConfig>,
): HeaderProblem[] {
  const problems = findHeaderProblems(headers, config);
  if (!way.redirect) return problems;
  return config.hstsPreload ? problems.filter(({ header }) => ofRedirects.includes(header)) : [];
}
