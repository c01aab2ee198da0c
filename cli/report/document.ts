import { createHash } from "node:crypto";
import { escapeText } from "../../replay/page/escape-text";
import { pageStyle } from "../../replay/page/page-style";

/** Style sheet of reports and of what shows them. */
export const reportStyle = `${pageStyle}
.outcome { display: inline-block; padding: 2px 12px; border-radius: 999px; font-weight: 650; border: 2px solid currentColor; }
.outcome.aborted, .outcome.no-go { color: var(--fail); } .outcome.promoted, .outcome.go { color: var(--pass); } .outcome { color: var(--wait); }
.moment.fail line { stroke: var(--fail); } .moment.fail text { fill: var(--fail); } .moment.pass line { stroke: var(--pass); } .moment.pass text { fill: var(--pass); }
.moment.inconclusive line { stroke: var(--wait); } .moment.inconclusive text { fill: var(--wait); }
td, th { text-align: left; vertical-align: top; } td:first-child { white-space: nowrap; }
pre { overflow-x: auto; font-size: .82rem; background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
dd { overflow-wrap: anywhere; } section h2 { margin-bottom: 6px; }
.scroll { overflow-x: auto; } h1, p, li { overflow-wrap: anywhere; }
.answers { table-layout: fixed; min-width: 640px; } .answers th:first-child { width: 30%; } .answers th[scope=row] { font-weight: 400; } .answers td { white-space: normal; overflow-wrap: anywhere; }
.answers th:nth-child(2) { width: 68px; } .answers th:nth-child(4) { width: 15%; } .answers th:nth-child(5) { width: 16%; }
.state { font-weight: 600; } .state.go { color: var(--pass); } .state.no-go { color: var(--fail); } .state.missing { color: var(--wait); }
@media (max-width: 560px) { main { padding: 16px 12px 48px; } figure, section { padding: 12px; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } table { min-width: 560px; } svg { font-size: 24px; } }`;

/** Nothing is loaded, nothing runs: only this style sheet is allowed. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(reportStyle).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** Section with a heading; empty without a body. @param body - HTML */
export const section = (title: string, body: string): string =>
  body === "" ? "" : `<section><h2>${title}</h2>${body}</section>`;

/** A table; cells are text. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, some: readonly string[]): string =>
    some.map((one) => `<${tag}>${escapeText(one)}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n");
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}

/**
 * A page, everything in one file; it needs no script.
 * @param body - HTML
 */
export function renderDocument(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeText(title)}</title><style>${reportStyle}</style></head><body><main>
${body}
</main></body></html>
`;
}
