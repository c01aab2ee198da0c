import { formatDuration } from "../duration";
import { percent } from "../verdict/explain/percent";
import type { PreflightFacts } from "./facts";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

/** Share of stable's requests that its firewall may refuse where no other one is set. */
export const usualRefusedRatio = 0.01;

/** Fewer refusals than this are too few to say anything. */
const leastRefused = 10;

/** Whether stable's firewall, in force or counting only, refuses no more of the requests than it may. */
export function findFirewall({ firewall, settings }: PreflightFacts): Look {
  if (firewall === undefined) return unknown("sluice:edge.waf puts none into the pods");
  if ("problem" in firewall) return unknown(`nobody can tell: ${firewall.problem}`);
  const { mode, refused, requests, seconds } = firewall;
  if (refused === undefined)
    return mode === "detect"
      ? go("no firewall of stable counts yet; this release brings it in mode detect, which refuses nothing")
      : unknown("no firewall of stable counts yet: nobody can tell what mode block will refuse");
  if (requests === null || requests === 0) return unknown("stable's requests are not counted");
  const limit = settings.preflight?.refusedRatio ?? usualRefusedRatio;
  const text = `${refused} of ${requests} requests of stable in ${formatDuration(seconds)} were refused, or would have been (${percent(refused / requests)})`;
  return refused < leastRefused || refused <= limit * requests
    ? go(`${text}, at most ${percent(limit)} may`)
    : noGo(
        `at most ${percent(limit)} of stable's requests must be refused by its firewall: got ${text}`,
        `sluice waf report ${settings.environment} --since 24h names the rules, and what silences each`,
      );
}
