import { formatDuration } from "../duration";
import type { Report } from "./report";

/** Postmortem of an attempt that was taken back, as far as its record tells it. */
export function renderPostmortem(report: Report): readonly string[] {
  const { attempt, harm, cost, endReason, stages, changes } = report;
  const failed = stages.find(({ verdict }) => verdict?.kind === "fail");
  const found =
    failed?.verdict === undefined
      ? (endReason ?? "not recorded")
      : `the gate, at ${failed.key} %: ${failed.verdict.sentence}`;
  return [
    `## Postmortem of attempt ${attempt}`,
    "",
    `- **Impact**: ${harm.served} failed requests on the canary; about ${harm.avoided} more were avoided`,
    `- **Duration**: ${formatDuration(cost.totalSeconds)} from ${report.startedAt}`,
    `- **Found by**: ${found}`,
    `- **What changed**: ${changes?.join(", ") ?? "not recorded"}`,
    "- **Cause**: (to be written)",
    "- **Why no check before found it**: (to be written)",
    "- **What went well**: (to be written)",
    "- **Actions**: (to be written: what, who, until when)",
    "",
  ];
}
