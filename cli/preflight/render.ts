import { explainPreflight, preflightHead, toCells } from "../../components/core/preflight/explain-preflight";
import { listOpen } from "../../components/core/preflight/judge-preflight";
import type { PreflightAnswer, PreflightReport } from "../../components/core/preflight/judge-preflight";
import { escapeText as escapeHtml } from "../../replay/page/escape-text";
import { escapeText, table } from "../../components/core/report/markdown";
import { renderDocument, section } from "../report/document";

/** Answers of a preflight by section, in their order; those that stop the release stand before them once more. */
function bySection({ answers }: PreflightReport) {
  const open = listOpen(answers);
  const names = [...new Set(answers.map((one) => one.section))];
  return [
    ...(open.length === 0 ? [] : [{ name: "What stops it", own: open }]),
    ...names.map((name) => ({ name, own: answers.filter((one) => one.section === name) })),
  ];
}

const head = ["question", ...preflightHead, "way out"];

/** Preflight as Markdown, for a ticket or a pull request. */
export function renderPreflight(report: PreflightReport): string {
  return [
    `# ${escapeText(explainPreflight(report))}`,
    "",
    ...bySection(report).flatMap(({ name, own }) => [
      `## ${name}`,
      "",
      ...table(
        head,
        own.map((one) =>
          [one.question, ...toCells(one), one.state === "go" ? "" : (one.fix ?? "")].map(escapeText),
        ),
      ),
    ]),
  ].join("\n");
}

/** A question in a row: what is open stands with its way out beside the evidence. */
function renderAnswer(one: PreflightAnswer): string {
  const [item, state, evidence, owner, age, expires] = toCells(one).map(escapeHtml);
  const isOpen = one.state !== "go" && one.fix !== null;
  const way = isOpen ? `<br><strong>Way out:</strong> ${escapeHtml(one.fix)}` : "";
  const until = expires === "" ? "" : `<br><small>until ${expires}</small>`;
  return `<tr><th scope="row">${escapeHtml(one.question)}<br><small>${item}</small></th><td class="state ${state}">${state}</td><td>${evidence}${way}</td><td>${owner}</td><td>${age}${until}</td></tr>`;
}

function renderAnswers(answers: readonly PreflightAnswer[]): string {
  const heads = ["question", "state", "evidence", "owner", "age, UTC"];
  return `<div class="scroll" tabindex="0"><table class="answers"><thead><tr>${heads.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>
${answers.map(renderAnswer).join("\n")}
</tbody></table></div>`;
}

/** Preflight as a page, everything in one file; it needs no script. */
export function renderPreflightPage(report: PreflightReport): string {
  const word = report.isGo ? "go" : "no-go";
  const sections = bySection(report).map(({ name, own }) => section(name, renderAnswers(own)));
  return renderDocument(
    `Preflight of ${report.environment}`,
    `<p class="outcome ${word}">${word}</p>
<h1>${escapeHtml(explainPreflight(report))}</h1>
${sections.join("\n")}`,
  );
}
