import { createHash } from "node:crypto";
import { countsOf, describeCounts } from "../../components/core/report/count-harm";
import { listFacts } from "../../components/core/report/facts-table";
import { renderPostmortem } from "../../components/core/report/render-postmortem";
import type { PodTraces, Report } from "../../components/core/report/report";
import { describeExposure } from "../../components/core/stage/exposure";
import { escapeText } from "../../replay/page/escape-text";
import { pageStyle } from "../../replay/page/page-style";
import { renderPlot } from "../../replay/page/render-plot";
import { planPlots } from "./plan-plots";

const style = `${pageStyle}
.outcome { display: inline-block; padding: 2px 12px; border-radius: 999px; font-weight: 650; border: 2px solid currentColor; }
.outcome.aborted { color: var(--fail); } .outcome.promoted { color: var(--pass); } .outcome { color: var(--wait); }
.moment.fail line { stroke: var(--fail); } .moment.fail text { fill: var(--fail); } .moment.pass line { stroke: var(--pass); } .moment.pass text { fill: var(--pass); }
.moment.inconclusive line { stroke: var(--wait); } .moment.inconclusive text { fill: var(--wait); }
td, th { text-align: left; vertical-align: top; } td:first-child { white-space: nowrap; }
pre { overflow-x: auto; font-size: .82rem; background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
dd { overflow-wrap: anywhere; } section h2 { margin-bottom: 6px; }
.scroll { overflow-x: auto; }`;

/** Nothing is loaded, nothing runs: only this style sheet is allowed. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

const section = (title: string, body: string): string =>
  body === "" ? "" : `<section><h2>${title}</h2>${body}</section>`;

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, some: readonly string[]): string =>
    some.map((one) => `<${tag}>${escapeText(one)}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n");
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}

function renderStages({ stages }: Report): string {
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

function renderTraces({ events, logs, missing }: PodTraces): string {
  const list = events.map((one) => `<li>${escapeText(one)}</li>`).join("");
  const blocks = logs.map(
    ({ pod, container, lines }) =>
      `<details><summary>Last lines of ${escapeText(container)} in ${escapeText(pod)}</summary><pre>${escapeText(lines.join("\n"))}</pre></details>`,
  );
  const left = missing.map((one) => `<p class="soft">Left out: ${escapeText(one)}.</p>`);
  const told = list === "" ? "<p>No Event about them is left.</p>" : `<ul>${list}</ul>`;
  return [told, ...blocks, ...left].join("\n");
}

/** Page of a report, everything in one file; it needs no script. */
export function renderPage(report: Report): string {
  const { headline, outcome, timeline, traces, commands, stages, app, attempt } = report;
  const facts = listFacts(report).map(
    ([name, words]) => `<dt>${escapeText(name)}</dt><dd>${escapeText(words)}</dd>`,
  );
  const rows = timeline.map(({ at, what, who }) => [at.slice(0, 19).replace("T", " "), what, who ?? ""]);
  const postmortem = outcome === "aborted" ? renderPostmortem(report).join("\n") : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeText(`Release report of ${app}, attempt ${attempt}`)}</title><style>${style}</style></head><body><main>
<p class="outcome ${outcome}">${outcome}</p>
<h1>${escapeText(headline)}</h1>
${section("The release", `<dl>${facts.join("")}</dl>`)}
${section("Stages", renderStages(report))}
${stages.flatMap(planPlots).map(renderPlot).join("\n")}
${section("Timeline, UTC", renderTable(["when", "what", "who"], rows))}
${section("Pods of the canary", traces === null ? "" : renderTraces(traces))}
${section("Commands", commands.length === 0 ? "" : `<pre>${escapeText(commands.join("\n"))}</pre>`)}
${section("Postmortem, begun", postmortem === "" ? "" : `<pre>${escapeText(postmortem)}</pre>`)}
</main></body></html>
`;
}
