import { listFailures } from "./report";
import type { DemoReport, ReportedRelease } from "./report";

const number = (value: number): string => value.toLocaleString("en-US");

function renderRelease(release: ReportedRelease): string {
  const { version, image, outcome, seconds, stages, clientRequests, faultToZeroSeconds, sentence } = release;
  const rows = stages.map(
    ({ weight, verdict, seconds: took, requests, errors, sentence: why }) =>
      `| ${weight} % | ${verdict} | ${took} s | ${number(requests.canary)} | ${errors.canary} | ${number(requests.stable)} | ${errors.stable} | ${why.replaceAll("|", "\\|")} |`,
  );
  const table =
    rows.length === 0
      ? ["The first deploy has no stages: there is nothing to compare with."]
      : [
          "| weight | verdict | time | canary requests | canary errors | stable requests | stable errors | evidence |",
          "| --- | --- | --- | --- | --- | --- | --- | --- |",
          ...rows,
        ];
  const fault =
    faultToZeroSeconds === undefined
      ? []
      : [`From the first failed request to weight 0: **${faultToZeroSeconds} s**.`, ""];
  return [
    `## ${version}: ${outcome}`,
    "",
    `\`${image}\` in ${seconds} s: ${sentence}`,
    "",
    ...table,
    "",
    `Clients sent ${number(clientRequests.sent)} requests meanwhile, ${number(clientRequests.failed)} failed${clientRequests.failed === 0 ? "" : ` (${listFailures(clientRequests)})`}.`,
    "",
    ...fault,
  ].join("\n");
}

const describePace = (fast: boolean): string =>
  fast
    ? "short soaks, proof of an error ratio below 5 %"
    : "soaks of a minute, proof of an error ratio below 2 %";

/** Renders `report.md`. */
export function renderReport(report: DemoReport): string {
  const { startedAt, seconds, fast, ratePerSecond, releases, problems } = report;
  const verdict =
    problems.length === 0
      ? "Everything was as it should be."
      : `Not as it should be:\n\n${problems.map((problem) => `- ${problem}`).join("\n")}`;
  return [
    "# Demo",
    "",
    `${startedAt}, ${seconds} s, ${ratePerSecond} requests a second${fast === undefined ? "" : `, ${describePace(fast)}`}.`,
    "",
    verdict,
    "",
    ...releases.map(renderRelease),
  ].join("\n");
}
