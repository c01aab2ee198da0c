import type { Track } from "../track";
import { canaryBinds } from "./facts";
import type { GateFacts, ProbeFact } from "./facts";
import type { Finding, GateProblem } from "./finding";

function problemOf(track: Track, probe: ProbeFact | undefined): GateProblem | undefined {
  const wrongTrack = probe?.seen !== undefined && probe.seen !== track;
  if (probe?.ok && !wrongTrack) {
    return undefined;
  }
  const answer = wrongTrack ? `an answer of ${probe.seen}` : probe?.status && `status ${probe.status}`;
  const got = [answer, probe?.problem].filter(Boolean).join(", ") || "no answer";
  return {
    text: `probe of ${track} through the data path must be answered by ${track} with a status below 500: got ${got}`,
    fix: "check sluice:traffic.address and .host, and that the router runs",
    track,
  };
}

/** Check `path`: a probe request through the data path reaches each track. */
export function checkPath(facts: GateFacts): Finding {
  const binds = canaryBinds(facts);
  const { stable, canary } = facts.probes;
  const found = [problemOf("stable", stable), binds ? problemOf("canary", canary) : undefined];
  return {
    problems: found.filter((one) => one !== undefined),
    fine: binds ? "probes reach both tracks" : `probe reaches stable (status ${stable.status ?? "unknown"})`,
    pending: !binds,
  };
}
