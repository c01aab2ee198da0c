import type { Track } from "../track";
import { canaryBinds } from "./facts";
import type { GateFacts } from "./facts";
import type { Finding, GateProblem } from "./finding";
import { explainNoWay, explainProbes, isReached, isUnreachable, reachFix, unprobed } from "./probes";
import type { ProbeFact } from "./probes";

function problemOf(track: Track, probes: ProbeFact): GateProblem | undefined {
  if (isReached(probes)) return undefined;
  return {
    text: `probes of ${track} through the data path must be answered by ${track} with a status below 500 in most cases: got ${explainProbes(probes)}`,
    fix:
      track === "canary"
        ? "look at the canary's pods and its log; fix the image, or sluice abort"
        : "check sluice:traffic.address and .host, and that stable and the router run",
    track,
  };
}

/** No probe is answered from this machine: neither track is to blame, and neither fails. */
function findNoWay(
  stable: ProbeFact,
  canary: ProbeFact | undefined,
  { tls }: GateFacts,
): GateProblem | undefined {
  if (!isUnreachable(stable) || (canary !== undefined && !isUnreachable(canary))) return undefined;
  const isSeen = tls !== undefined && !tls.isSilent && tls.problems.length > 0;
  return {
    text: explainNoWay(stable),
    fix: isSeen ? "repair the certificate first: check tls says what is wrong with it" : reachFix,
  };
}

const openFix =
  "policies and filters of the app's own rule must apply to the probe rules as well: name these in the policy, or let it be for the whole route";

/** Check `path`: probes through the data path reach each track, several of them judged together. */
export function checkPath(facts: GateFacts): Finding {
  const binds = canaryBinds(facts);
  const { stable, canary } = facts.probes;
  const asked = binds ? (canary ?? unprobed("no probe was sent")) : undefined;
  const noWay = findNoWay(stable, binds ? canary : undefined, facts);
  const found =
    noWay === undefined ? [problemOf("stable", stable), asked && problemOf("canary", asked)] : [noWay];
  const { ledger, emergency, openRule } = facts;
  const urgent = ledger?.attempt?.kind === "rollback" || emergency?.expired === false;
  const open = openRule === undefined || urgent ? [] : [{ text: openRule, fix: openFix }];
  const told = openRule !== undefined && urgent ? `; ${openRule}` : "";
  const count = ({ good, sent, unverified: why }: ProbeFact): string =>
    why === undefined ? `${good} of ${sent}` : `cannot be verified: ${why}`;
  return {
    problems: [...found.filter((one) => one !== undefined), ...open],
    fine:
      asked === undefined
        ? `probes reach stable (${count(stable)})${told}`
        : `probes reach both tracks (stable ${count(stable)}, canary ${count(asked)})${told}`,
    pending: !binds,
  };
}
