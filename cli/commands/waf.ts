import { Argument } from "commander";
import type { Command } from "commander";
import { parseDuration } from "../../components/core/duration";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface WafFlags extends CommonFlags {
  readonly since: string;
  readonly markdown?: string;
}

/** As much as is read at once, seconds. */
const longestSeconds = 24 * 3600;

function readSince(action: string, text: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined && seconds <= longestSeconds) return seconds;
  throw new RunEnd("usage", `Cannot ${action}: --since must be 1s to 24h, such as 30m: got "${text}"`);
}

/** `sluice waf report`: rules of the firewall that fired. */
export function wafCommand(): Command {
  return defineCommand({
    name: "waf",
    details:
      "Lists the rules of sluice:edge.waf that fired, by class of path and part of the request, the canary's hits beside stable's with their share of the track's requests, and the exclusion that would silence each; it still needs an owner and a last day. Reads Prometheus only.",
    examples: [
      ["waf report prod", "the last hour"],
      ["waf report prod --since 24h --markdown rules.md", "a day, for a ticket"],
      ["waf report prod --json", "every row, for programs"],
    ],
  })
    .addArgument(new Argument("<what>", "report").choices(["report"]))
    .argument("<env>", "environment, for example prod")
    .option("--since <time>", "time up to now that it is about, at most 24h", "1h")
    .option("--markdown <file>", "also write it as Markdown")
    .action((_what: string, environment: string, flags: WafFlags) => {
      const action = `report the firewall's rules in "${environment}"`;
      return runCommand(action, flags, async (terminal) => {
        const sinceSeconds = readSince(action, flags.since);
        const { reportRules } = require("../waf/report-rules") as typeof import("../waf/report-rules");
        const choice = { environment, by: "sluice waf report", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          return await reportRules(context, { sinceSeconds, markdown: flags.markdown });
        });
      });
    });
}
