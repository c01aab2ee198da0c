import * as fs from "node:fs/promises";
import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import type { PreflightState } from "../../components/core/ledger/sign-off";
import { describeReport } from "../../components/core/report/describe-report";
import { hideIn } from "../../components/core/report/hide-in";
import { recordOf } from "../../components/core/report/record";
import type { AttemptRecord } from "../../components/core/report/record";
import { renderMarkdown } from "../../components/core/report/render-markdown";
import { renderRelease } from "../../components/core/report/render-release";
import type { Report } from "../../components/core/report/report";
import { RunEnd } from "../../components/core/run-end";
import { given } from "../../components/core/given";
import { askBudgets } from "../../components/stage/gate/read-budget";
import { readRecord } from "../../components/ledger/attempt-records";
import { inHurry } from "../environment";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";
import { findTraces } from "./find-traces";
import { renderPage } from "./render-page";
import { storeReport } from "./store-report";

/** Choice of a report. */
export interface ReportChoice {
  /** @default the latest attempt */
  readonly attempt?: number | undefined;
  /** File of the page. @default none */
  readonly html?: string | undefined;
  /** Text of a promoted release in place of the whole report. @default false */
  readonly release?: boolean | undefined;
  /** Also put it where `sluice:report.store` says. @default false */
  readonly store?: boolean | undefined;
}

/** The record of an attempt: the ledger has the latest one, a ConfigMap of its own each that is over. */
async function findRecord(
  { store, cluster, settings }: Environment,
  wanted: number | undefined,
): Promise<{
  readonly record: AttemptRecord;
  readonly isLatest: boolean;
  readonly said: PreflightState | undefined;
}> {
  const ledger = (await store.read())?.ledger;
  const latest = ledger === undefined ? undefined : recordOf(ledger);
  if (latest !== undefined && (wanted === undefined || latest.attempt.number === wanted))
    return { record: latest, isLatest: true, said: ledger };
  const found = wanted === undefined ? undefined : await readRecord(cluster, settings, wanted);
  if (found !== undefined && !("problem" in found)) return { record: found, isLatest: false, said: ledger };
  const which = wanted === undefined ? "the latest attempt" : `attempt ${wanted}`;
  throw new RunEnd("usage", {
    text: `Cannot report on "${settings.app}": the record of ${which} must be there: got ${found === undefined ? "none" : found.problem}`,
    fix: `sluice history ${settings.environment} lists the attempts; the last 20 have a record`,
  });
}

/** Puts a report into the store of the settings, as a page, as Markdown and as JSON. */
async function keep({ settings, say }: Environment, report: Report): Promise<void> {
  const store = settings.report?.store;
  if (store === undefined) {
    throw new RunEnd("usage", {
      text: `Cannot store the report of "${settings.app}": sluice:report.store must be set: got nothing`,
      fix: "see docs/how-to/automation.md#reports",
    });
  }
  const files = [
    { name: "report.html", type: "text/html; charset=utf-8", body: renderPage(report) },
    { name: "report.md", type: "text/markdown; charset=utf-8", body: renderMarkdown(report) },
    { name: "report.json", type: "application/json", body: JSON.stringify(report) },
  ];
  for (const address of await storeReport(store, report, files)) say(`stored ${address}`);
}

/**
 * Reports on one attempt; reads only.
 * @returns the report as Markdown besides its JSON
 * @throws {RunEnd} with exit code 2 where there is no record of it
 */
export async function writeReport(
  context: Environment,
  { attempt, html, release = false, store = false }: ReportChoice,
): Promise<Outcome & { readonly markdown: string }> {
  const { record, isLatest, said } = await findRecord(context, attempt);
  if (release && record.phase !== "promoted") {
    throw new RunEnd("usage", {
      text: `Cannot write the text of a release: attempt ${record.attempt.number} must be promoted: got ${record.phase}`,
      fix: `sluice history ${context.settings.environment} lists the attempts and how they ended`,
    });
  }
  const { attempt: ended, phase } = record;
  const [traces, budgets] = await Promise.all([
    phase === "aborted" ? findTraces(context, ended.number, isLatest) : undefined,
    askBudgets(context.cluster, inHurry(context.settings)),
  ]);
  const found: Report = describeReport({
    settings: context.settings,
    record,
    said,
    ...given("traces", traces),
    budgets,
    nowSeconds: context.now(),
  });
  // A reason is a person's words, in which anything may stand.
  const report = hideIn(found);
  if (html !== undefined) {
    await fs.writeFile(html, renderPage(report));
    context.say(`wrote ${path.resolve(html)}`);
  }
  if (store) await keep(context, report);
  return {
    exitCode: exitCodes.done,
    markdown: release ? renderRelease(report) : renderMarkdown(report),
    report: { ...report },
  };
}
