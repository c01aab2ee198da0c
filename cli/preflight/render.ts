import { explainPreflight, preflightHead, toCells } from "../../components/core/preflight/explain-preflight";
import type { PreflightReport } from "../../components/core/preflight/judge-preflight";
import { escapeText as escapeHtml } from "../../replay/page/escape-text";
import { escapeText, table } from "../preview/markdown";
import { renderDocument, renderTable, section } from "../report/document";

/** Answers of a preflight by section, in their order. */
function bySection({ answers }: PreflightReport) {
  const names = [...new Set(answers.map((one) => one.section))];
  return names.map((name) => ({
    name,
    rows: answers
      .filter((one) => one.section === name)
      .map((one) => [one.question, ...toCells(one), one.state === "go" ? "" : (one.fix ?? "")]),
  }));
}

const head = ["question", ...preflightHead, "way out"];

/** Preflight as Markdown, for a ticket or a pull request. */
export function renderPreflight(report: PreflightReport): string {
  return [
    `# ${escapeText(explainPreflight(report))}`,
    "",
    ...bySection(report).flatMap(({ name, rows }) => [
      `## ${name}`,
      "",
      ...table(
        head,
        rows.map((cells) => cells.map(escapeText)),
      ),
    ]),
  ].join("\n");
}

/** Preflight as a page, everything in one file; it needs no script. */
export function renderPreflightPage(report: PreflightReport): string {
  const word = report.isGo ? "go" : "no-go";
  const sections = bySection(report).map(({ name, rows }) => section(name, renderTable(head, rows)));
  return renderDocument(
    `Preflight of ${report.environment}`,
    `<p class="outcome ${word}">${word}</p>
<h1>${escapeHtml(explainPreflight(report))}</h1>
${sections.join("\n")}`,
  );
}
