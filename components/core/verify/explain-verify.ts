import type { VerifyFinding, VerifyReport } from "./assess-verify";

const marks = { fine: "fine   ", wrong: "WRONG  ", unknown: "unknown" } as const;

/** One line per fact. */
export function listFindings(findings: readonly VerifyFinding[]): readonly string[] {
  return findings.map(({ name, state, text }) => `${marks[state]} ${name}: ${text}`);
}

const clock = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(/^.*T(\d\d:\d\d).*$/, "$1 UTC");

/**
 * The one line at the end.
 * @param wentBack - the release was aborted or rolled back: then it is said whether stable recovered, and which fact
 * speaks against it
 */
export function explainVerify(
  { state, findings, recoveredAtSeconds }: VerifyReport,
  wentBack: boolean,
): string {
  // The state is that of a finding.
  const { name, text } = findings.find((finding) => finding.state === state) as VerifyFinding;
  const because = `: ${name}: ${text}`;
  if (state === "wrong") return `${wentBack ? "not recovered" : "not as it should be"}${because}`;
  if (state === "unknown")
    return `${wentBack ? "nobody can tell whether it recovered" : "nobody can tell"}${because}`;
  if (!wentBack) return "everything is as it should be";
  return recoveredAtSeconds === undefined
    ? "everything is as it should be; since when is not known"
    : `recovered at ${clock(recoveredAtSeconds)}`;
}
