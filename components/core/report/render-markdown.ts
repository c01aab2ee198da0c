import { describeExposure } from "../stage/exposure";
import { listTrials } from "../trial/explain-trials";
import { countsOf, describeCounts } from "./count-harm";
import { listFacts } from "./facts-table";
import { textTable } from "./markdown";
import { renderPostmortem } from "./render-postmortem";
import type { AfterEntry, PodTraces, Report } from "./report";

function renderStages({ stages }: Report): readonly string[] {
  if (stages.length === 0) return ["A first deploy has no stages.", ""];
  return textTable(
    ["stage", "state", "canary failed", "stable failed", "verdict"],
    stages.map((stage) => {
      const { canary, stable } = countsOf(stage);
      const counts = stage.startedAtSeconds === undefined ? ["", ""] : [canary, stable].map(describeCounts);
      return [describeExposure(stage), stage.phase, ...counts, stage.verdict?.sentence ?? ""];
    }),
  );
}

function renderTrials({ trials }: Report): readonly string[] {
  if (trials.length === 0) return [];
  return ["## On trial: decided nothing", "", ...listTrials(trials).map((one) => `- ${one}`), ""];
}

function renderTraces({ events, logs, missing }: PodTraces): readonly string[] {
  const blocks = logs.flatMap(({ pod, container, lines }) => [
    `Last lines of container \`${container}\` of \`${pod}\`:`,
    "",
    // A line of output cannot end the block.
    ...lines.map((line) => `    ${line}`),
    "",
  ]);
  return [
    "## Pods of the canary",
    "",
    ...(events.length === 0
      ? ["No Event about them is left.", ""]
      : [...events.map((one) => `- ${one}`), ""]),
    ...blocks,
    ...missing.flatMap((sentence) => [`Left out: ${sentence}.`, ""]),
  ];
}

/** Item that is asked afterwards, in one line; a mark of Markdown shows whether it is done. */
const renderAfter = ({ item, question, signed, command }: AfterEntry): string =>
  signed === null
    ? `- [ ] ${question} \`${command}\``
    : `- [x] ${question} (${item} signed off by ${signed})`;

/** Report as Markdown, for a pull request or a wiki; an aborted attempt has its postmortem begun. */
export function renderMarkdown(report: Report): string {
  const { headline, timeline, after, traces, links, commands } = report;
  return [
    `# ${headline}`,
    "",
    ...textTable(
      ["what", "value"],
      listFacts(report).map(([name, words]) => [name, words]),
    ),
    "## Stages",
    "",
    ...renderStages(report),
    ...renderTrials(report),
    "## Timeline",
    "",
    ...textTable(
      ["when", "what", "who"],
      timeline.map(({ at, what, who }) => [at, what, who ?? ""]),
    ),
    ...(after.length === 0 ? [] : ["## Afterwards", "", ...after.map(renderAfter), ""]),
    ...(traces === null ? [] : renderTraces(traces)),
    ...(links.length === 0
      ? []
      : ["## Links", "", ...links.map(({ name, url }) => `- [${name}](<${url}>)`), ""]),
    ...(commands.length === 0 ? [] : ["## Commands", "", "```sh", ...commands, "```", ""]),
    ...(report.outcome === "aborted" ? renderPostmortem(report) : []),
  ].join("\n");
}
