import type { LoadReport, LoadSecond } from "../../sandbox/load/report";

const explainVersions = (versions: readonly (readonly [string, number])[]): string =>
  versions
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, requests]) => `${name || "(no version)"} ${requests}`)
    .join("  ");

/** One second of load as a line, for example "  12 s  200 sent  199 ok  1 failed  p50 1.2 ms  p99 4 ms  v1 190  v2 10". */
export function explainSecond(second: LoadSecond): string {
  const { sent, ok, failed, p50Ms, p99Ms } = second;
  const number = String(second.second + 1).padStart(4);
  const counts = `${String(sent).padStart(4)} sent  ${String(ok).padStart(4)} ok  ${failed} failed`;
  return `${number} s  ${counts}  p50 ${p50Ms} ms  p99 ${p99Ms} ms  ${explainVersions(Object.entries(second.versions))}`;
}

/** A finished load for people. */
export function explainReport(report: LoadReport): string {
  const { latencyMs, lateMs } = report;
  const kinds = Object.entries(report.failuresByKind).filter(([, count]) => count > 0);
  const why = kinds.length > 0 ? ` (${kinds.map(([kind, count]) => `${count} ${kind}`).join(", ")})` : "";
  const lines = [
    `${report.sent} requests in ${report.seconds.toFixed(1)} s, ${report.achievedPerSecond}/s: ${report.ok} ok, ${report.failed} failed${why}`,
    `latency p50 ${latencyMs.p50} ms, p90 ${latencyMs.p90} ms, p99 ${latencyMs.p99} ms, max ${latencyMs.max} ms; sent late by p99 ${lateMs.p99} ms`,
    ...Object.entries(report.versions).map(
      ([name, seen]) =>
        `${name || "(no version)"}: ${seen.requests} answers, ${seen.failed} failed, p99 ${seen.latencyMs.p99} ms`,
    ),
  ];
  const first = report.failures[0];
  if (first) {
    lines.push(
      `first failure at ${first.at}: ${first.kind} ${first.detail} on ${first.path} ${first.version}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
