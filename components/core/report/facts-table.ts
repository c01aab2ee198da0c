import { formatDuration } from "../duration";
import { describeVersion } from "../revision/version";
import { describeBudget } from "../slo/budget";
import type { Report } from "./report";

const version = (image: string, revision: string | null): string =>
  describeVersion(revision === null ? { image } : { image, revision });

/** Facts of a report in one line each: name and words. */
export function listFacts(report: Report): readonly (readonly [name: string, words: string])[] {
  const { cost, harm, changes, policies, previous, previousRevision, commit, startedBy, waived, endedAt } =
    report;
  const paused = cost.pausedSeconds === 0 ? "" : `, ${formatDuration(cost.pausedSeconds)} of it paused`;
  return [
    ["Release", version(report.release, report.revision)],
    ["Before it", previous === null ? "nothing was released" : version(previous, previousRevision)],
    ["What changed", changes === null ? "not recorded" : changes.join(", ") || "nothing by name"],
    ["Commit", commit ?? "not known"],
    ["Begun", `${report.startedAt}${startedBy === null ? "" : ` by ${startedBy}`}`],
    ["Ended", endedAt === null ? "it still runs" : `${endedAt}: ${report.endReason ?? report.outcome}`],
    [
      "Time",
      `${formatDuration(cost.totalSeconds)}, ${formatDuration(cost.judgedSeconds)} in stages${paused}`,
    ],
    [
      "Failed requests",
      `${harm.served} on the canary; about ${harm.avoided} more, had all requests of that time met it`,
    ],
    ["Database", report.database ?? "no migration is recorded"],
    [
      "Policies",
      policies === null ? "no preflight noted them" : policies.join("; ") || "none was configured",
    ],
    ["Waived checks", waived.join(", ") || "none"],
    ...(report.budgets.length === 0
      ? []
      : [["Error budget now", report.budgets.map(describeBudget).join("; ")] as const]),
  ];
}
