import * as fs from "node:fs/promises";
import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import { explainPreflight, listPreflight } from "../../components/core/preflight/explain-preflight";
import type { Checklist } from "../../components/core/preflight/item";
import { chooseChecklist, judgePreflight, toRecord } from "../../components/core/preflight/judge-preflight";
import { hideIn } from "../../components/core/report/hide-in";
import { preflighted } from "../../components/core/ledger/sign-off";
import type { Environment } from "../environment";
import { findPerson } from "../options/person";
import type { Outcome } from "../run-command";
import { lookAround } from "./look";
import type { LookOptions } from "./look";
import { renderPreflight, renderPreflightPage } from "./render";

/** Arguments of a preflight. */
export interface PreflightOptions extends LookOptions {
  /** @default - by the release's profile and stages */
  readonly checklist?: Checklist | undefined;
  /** File of the page. @default none */
  readonly html?: string | undefined;
  /** File of the Markdown. @default none */
  readonly markdown?: string | undefined;
}

/**
 * Judges whether a release may begin: exit code 0 for go, 3 for no-go. Where `release.preflight` is `required`, the
 * result is noted in the ledger, by which the gate goes.
 */
export async function preflight(context: Environment, options: PreflightOptions): Promise<Outcome> {
  const { settings, now, say } = context;
  const { app, preflight: own } = settings;
  const facts = await lookAround(context, options);
  const checklist = options.checklist ?? chooseChecklist(settings);
  // Evidence is a person's words, or another program's, in which anything may stand.
  const report = hideIn(
    judgePreflight(facts, { checklist, notApplicable: own?.notApplicable, owners: own?.owners }),
  );
  const { html, markdown } = options;
  const files = [
    [html, renderPreflightPage],
    [markdown, renderPreflight],
  ] as const;
  for (const [file, render] of files) {
    if (file === undefined) continue;
    await fs.writeFile(file, render(report));
    say(`wrote ${path.resolve(file)}`);
  }
  say(listPreflight(report, process.stderr.isTTY ? process.stderr.columns : undefined));
  const isNoted = own?.required === true && facts.ledger !== undefined;
  if (isNoted) {
    const record = toRecord(report, findPerson(process.env), now());
    await context.commit((ledger) => preflighted(ledger, record));
  }
  const sentence = explainPreflight(report);
  return {
    exitCode: report.isGo ? exitCodes.done : exitCodes.refused,
    sentence: `${sentence}${isNoted && report.isGo ? `; noted for the gate until ${report.expires}` : ""}`,
    report: { ...report, app, sentence, noted: isNoted },
  };
}
