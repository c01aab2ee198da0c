import type { Command } from "commander";
import { announcementKinds } from "../../components/core/announce/facts";
import { announcementNames } from "../../components/core/announce/values";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { readChoice } from "../options/read-choice";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface AnnounceFlags extends CommonFlags {
  readonly set?: readonly string[];
  readonly start?: string;
  readonly template?: string;
}

/** `sluice announce`: texts for people before, during and after a release, and in an incident. */
export function announceCommand(): Command {
  return defineCommand({
    name: "announce",
    details: `Writes a text for people to standard output: before a release (a day or two), during it (every 15 min, and at each stage), after it (at once, and after a day), or in an incident (every 15 min until it is resolved). What environment file, ledger and sluice:contacts know stands in it; what only a person knows is given by --set, or stays as a gap in brackets, which standard error lists. Names that --set and a template of your own may use in braces: ${announcementNames.join(", ")}. Nothing in it looks like a secret. Sends nothing, and writes nothing in the cluster.`,
    examples: [
      [
        'announce prod before --start 2026-12-01T10:00:00Z --set "changes=faster search" "risks=none known"',
        "a day before",
      ],
      ["announce prod during", "at each stage"],
      ['announce prod after --set "changes=faster search" "support=nothing to do"', "when it ended"],
      ['announce prod incident --set "impact=orders fail" --template incident.txt', "in your own words"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .argument("<when>", announcementKinds.join(", "))
    .option("--set <name=text...>", "words of a person")
    .option("--start <time>", "planned begin (default: now)")
    .option("--template <file>", "text of your own, with names in braces such as {version}")
    .action((environment: string, when: string, flags: AnnounceFlags) =>
      runCommand(`announce "${environment}"`, flags, async (terminal) => {
        const kind = readChoice("announce", "WHEN", announcementKinds, when);
        const place = { environment, by: "sluice announce", terminal };
        return await inEnvironment(flags, place, async (context) => {
          const { writeAnnouncement } =
            require("../announce/write-announcement") as typeof import("../announce/write-announcement");
          const { json, set, start, template } = flags;
          const { text, ...outcome } = await writeAnnouncement(context, { kind, set, start, template });
          if (json !== true) process.stdout.write(text);
          return outcome;
        });
      }),
    );
}
