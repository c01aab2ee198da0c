import * as fs from "node:fs/promises";
import * as path from "node:path";
import { alignColumns } from "../../components/core/columns";
import { formatDuration } from "../../components/core/duration";
import { explainWaf, reportWaf, toWafCells, wafHead } from "../../components/core/edge/waf-report";
import type { WafReport } from "../../components/core/edge/waf-report";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import { readRequests } from "../../components/prometheus/read-requests";
import { readWaf } from "../../components/prometheus/read-waf";
import type { Environment } from "../environment";
import { code, escapeText, table } from "../../components/core/report/markdown";
import type { Outcome } from "../run-command";

/** Arguments of a report on the firewall's rules. */
export interface RulesChoice {
  /** Time up to now that it is about, seconds. */
  readonly sinceSeconds: number;
  /** File of the Markdown. @default none */
  readonly markdown?: string | undefined;
}

/** Most rules that people are shown; `--json` has all. */
const mostShown = 40;

/** The report as Markdown, for a ticket or a pull request. */
export function renderRules(report: WafReport, sentence: string): string {
  const rows = report.rows.map((row) => {
    const [rule = "", where = "", part = "", stable = "", canary = "", way = ""] = toWafCells(row);
    return [rule, code(where), escapeText(part), stable, canary, code(way)];
  });
  return [
    "# Rules of the firewall that fired",
    "",
    `${escapeText(sentence)}.`,
    "",
    ...table(wafHead, rows),
  ].join("\n");
}

/** Shows the rules that fired, the canary's beside stable's, and the exclusion that would silence each; reads only. */
export async function reportRules(context: Environment, choice: RulesChoice): Promise<Outcome> {
  const { settings, cluster, now, say } = context;
  const { environment, app } = settings;
  const [until, over] = [now(), formatDuration(choice.sinceSeconds)];
  const from = until - choice.sinceSeconds;
  const [counts, requests] = await Promise.all([
    readWaf(cluster, settings, from, until),
    readRequests(cluster, settings, from, until),
  ]);
  if ("problem" in counts)
    throw new RunEnd(
      "refused",
      `Cannot report rules of "${app}": Prometheus must answer: got ${counts.problem}`,
    );
  const report = reportWaf(counts, requests);
  const sentence = explainWaf(report, over);
  if (choice.markdown !== undefined) {
    await fs.writeFile(choice.markdown, renderRules(report, sentence));
    say(`wrote ${path.resolve(choice.markdown)}`);
  }
  if (report.rows.length > 0)
    say(alignColumns([wafHead, ...report.rows.slice(0, mostShown).map(toWafCells)]).join("\n"));
  const left = report.rows.length - mostShown;
  return {
    exitCode: exitCodes.done,
    sentence: `${sentence}${left > 0 ? `, ${left} of them only in --json` : ""}`,
    report: { environment, app, sinceSeconds: choice.sinceSeconds, requests, ...report },
  };
}
