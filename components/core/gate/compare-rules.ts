import type { ProbeAnswer } from "./probes";

/** Answers to the same request without credentials, by the app's own rule and by a probe rule. */
export interface RuleAnswers {
  readonly path: string;
  readonly own: ProbeAnswer;
  readonly probe: ProbeAnswer;
}

/** Statuses that say nothing of a rule: the pods or the router are busy or failing. */
const isTelling = ({ status }: ProbeAnswer): boolean =>
  status !== undefined && status < 500 && status !== 429;

const describe = ({ status, location }: ProbeAnswer): string =>
  `HTTP ${status}${location === undefined ? "" : ` to ${location}`}`;

/**
 * Finds a request that a probe rule answers otherwise than the app's own rule: it lets in whom the other keeps out, or
 * the reverse. One difference proves nothing, since pods may answer at random.
 * @param rounds - each with the same request by both rules
 */
export function findOpenRule(rounds: readonly RuleAnswers[]): string | undefined {
  const [first] = rounds;
  const differs = ({ own, probe }: RuleAnswers): boolean =>
    isTelling(own) && isTelling(probe) && (own.status !== probe.status || own.location !== probe.location);
  if (first === undefined || !rounds.every(differs)) return undefined;
  return `a request for ${first.path} without credentials must be answered alike by the app's own rule and by the probe rule: got ${describe(first.own)} by the app's, ${describe(first.probe)} by the probe rule`;
}
