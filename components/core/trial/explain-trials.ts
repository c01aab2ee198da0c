import type { TrialFinding } from "./trial";

const words: Readonly<Record<TrialFinding["result"], string>> = {
  quiet: "would have changed nothing",
  unread: "could not be read",
  "would-hold": "would have held",
  "would-refuse": "would have refused",
  "would-abort": "would have aborted",
};

/** Time of day, UTC. */
const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 16);

/** A finding in one sentence, such as "slow-search would have aborted at 12:04 UTC (stage 5): …". */
export function explainTrial({ name, stage, result, atSeconds, sentence }: TrialFinding): string {
  const place = `${name} ${words[result]}`;
  return result === "quiet"
    ? `${place} (stage ${stage})`
    : `${place} at ${clock(atSeconds)} UTC (stage ${stage}): ${sentence}`;
}

/** Findings for people: what would have changed something first, one line each. */
export function listTrials(findings: readonly TrialFinding[]): readonly string[] {
  const isQuiet = ({ result }: TrialFinding): boolean => result === "quiet";
  return [...findings.filter((one) => !isQuiet(one)), ...findings.filter(isQuiet)].map(explainTrial);
}
