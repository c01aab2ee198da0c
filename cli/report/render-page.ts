import { countsOf, describeCounts } from "../../components/core/report/count-harm";
import { listFacts } from "../../components/core/report/facts-table";
import { renderPostmortem } from "../../components/core/report/render-postmortem";
import type { PodTraces, Report } from "../../components/core/report/report";
import { listTrials } from "../../components/core/trial/explain-trials";
import { describeExposure } from "../../components/core/stage/exposure";
import { escapeText } from "../../replay/page/escape-text";
import { renderPlot } from "../../replay/page/render-plot";
import { renderDocument, renderTable, section } from "./document";
import { planPlots } from "./plan-plots";

/** Table of the stages with their counts and verdicts. */
export function renderStages({ stages }: Pick<Report, "stages">): string {
  const rows = stages.map((stage) => {
    const { canary, stable } = countsOf(stage);
    const begun = stage.startedAtSeconds !== undefined;
    const counts = begun ? [describeCounts(canary), describeCounts(stable)] : ["", ""];
    return [describeExposure(stage), stage.phase, ...counts, stage.verdict?.sentence ?? ""];
  });
  return rows.length === 0
    ? "<p>A first deploy has no stages.</p>"
    : renderTable(["stage", "state", "canary failed", "stable failed", "verdict"], rows);
}

/** Findings of metrics and checks on trial. */
function renderTrials({ trials }: Report): string {
  const lines = listTrials(trials).map((one) => `<li>${escapeText(one)}</li>`);
  return lines.length === 0 ? "" : `<ul>${lines.join("")}</ul>`;
}

/** Traces of the pods: Events and output. */
export function renderTraces({ events, logs, missing }: PodTraces): string {
  const list = events.map((one) => `<li>${escapeText(one)}</li>`).join("");
  const blocks = logs.map(
    ({ pod, container, lines }) =>
      `<details data-key="${escapeText(`${pod}/${container}`)}"><summary>Last lines of ${escapeText(container)} in ${escapeText(pod)}</summary><pre>${escapeText(lines.join("\n"))}</pre></details>`,
  );
  const left = missing.map((one) => `<p class="soft">Left out: ${escapeText(one)}.</p>`);
  const told = list === "" ? "<p>No Event about them is left.</p>" : `<ul>${list}</ul>`;
  return [told, ...blocks, ...left].join("\n");
}

/** Table of a timeline. */
export function renderTimeline(timeline: Report["timeline"]): string {
  const rows = timeline.map(({ at, what, who }) => [at.slice(0, 19).replace("T", " "), what, who ?? ""]);
  return renderTable(["when", "what", "who"], rows);
}

function renderAfter(after: Report["after"]): string {
  const items = after.map(({ item, question, signed, command }) => {
    const state =
      signed === null
        ? `open: <code>${escapeText(command)}</code>`
        : `${item} signed off by ${escapeText(signed)}`;
    return `<li>${escapeText(question)}<br><small>${state}</small></li>`;
  });
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
}

function renderLinks(links: Report["links"]): string {
  const items = links.map(
    ({ name, url }) => `<li><a href="${escapeText(url)}" rel="noreferrer">${escapeText(name)}</a></li>`,
  );
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
}

/** Page of a report, everything in one file; it needs no script. */
export function renderPage(report: Report): string {
  const { headline, outcome, timeline, after, traces, links, commands, stages, app, attempt } = report;
  const facts = listFacts(report).map(
    ([name, words]) => `<dt>${escapeText(name)}</dt><dd>${escapeText(words)}</dd>`,
  );
  const postmortem = outcome === "aborted" ? renderPostmortem(report).join("\n") : "";
  return renderDocument(
    `Release report of ${app}, attempt ${attempt}`,
    `<p class="outcome ${outcome}">${outcome}</p>
<h1>${escapeText(headline)}</h1>
${section("The release", `<dl>${facts.join("")}</dl>`)}
${section("Stages", renderStages(report))}
${stages.flatMap(planPlots).map(renderPlot).join("\n")}
${section("On trial: decided nothing", renderTrials(report))}
${section("Timeline, UTC", renderTimeline(timeline))}
${section("Afterwards", renderAfter(after))}
${section("Pods of the canary", traces === null ? "" : renderTraces(traces))}
${section("Links", renderLinks(links))}
${section("Commands", commands.length === 0 ? "" : `<pre>${escapeText(commands.join("\n"))}</pre>`)}
${section("Postmortem, begun", postmortem === "" ? "" : `<pre>${escapeText(postmortem)}</pre>`)}`,
  );
}
