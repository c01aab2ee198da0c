import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface ReportFlags extends CommonFlags {
  readonly html?: string;
  readonly release?: boolean;
  readonly store?: boolean;
}

function readAttempt(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new RunEnd("usage", {
    text: `Cannot run "report": ATTEMPT must be the number of an attempt: got ${text}`,
    fix: "sluice history ENV lists them",
  });
}

/** `sluice report`: one attempt, for people who were not there. */
export function reportCommand(): Command {
  return defineCommand({
    name: "report",
    details:
      "Reports on one attempt as Markdown on standard output: timeline, evidence and verdict of each stage, people, changes, times, failed requests. For an aborted one also the Events and logs that its pods left (without secret values) and the beginning of a postmortem. The ledger has the latest attempt; each one that is over has a record of its own in the cluster, the last 20. Writes nothing in the cluster.",
    examples: [
      ["report prod", "the latest attempt"],
      ["report prod 12 > release-12.md", "an earlier one"],
      ["report prod --html report.html", "also as a page with plots, everything in one file"],
      [
        "report prod --release > release.md",
        "text of a promoted release, for a Git tag or a page of releases",
      ],
      ["report prod --json", "for programs"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .argument("[attempt]", "number of the attempt (default: the latest)")
    .option("--html <file>", "also write a page with plots, everything in one file and without a script")
    .option(
      "--release",
      "write the text of a promoted release instead, with the commands that tag and publish it",
    )
    .option("--store", "also put page, Markdown and JSON where sluice:report.store says")
    .action((environment: string, attempt: string | undefined, flags: ReportFlags) =>
      runCommand(`report on "${environment}"`, flags, async (terminal) => {
        const number = readAttempt(attempt);
        const place = { environment, by: "sluice report", terminal };
        return await inEnvironment(flags, place, async (context) => {
          const { writeReport } =
            require("../report/write-report") as typeof import("../report/write-report");
          const { json, html, release, store } = flags;
          const choice = { attempt: number, html, release, store };
          const { markdown, ...outcome } = await writeReport(context, choice);
          if (json !== true) process.stdout.write(`${markdown}\n`);
          return outcome;
        });
      }),
    );
}
