import type { Command } from "commander";
import { Option } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { risks } from "../../components/core/strategies/recommend";
import type { Risk } from "../../components/core/strategies/recommend";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface RecommendFlags extends CommonFlags {
  readonly risk: Risk;
  readonly rps?: string;
}

function readRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw new RunEnd(
    "usage",
    `Cannot recommend stages: --rps must be a number above 0, requests per second: got "${text}"`,
  );
}

/** `sluice recommend`: stages that fit. */
export function recommendCommand(): Command {
  return defineCommand({
    name: "recommend",
    details:
      "Compares plans of stages at today's traffic: how long each takes, how many pod hours it costs beside stable's, and how a release by it would end if the canary failed all requests, or just more than it may. Says which one fits a change of the given risk and why, which strategies this environment allows, and what can be proven where traffic is thin. Reads only.",
    examples: [
      ["recommend prod", "for a change of usual risk"],
      ["recommend prod --risk high", "a new payment provider: fewest failed requests"],
      ["recommend prod --rps 3", "before there is any traffic"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .addOption(
      new Option("--risk <risk>", "risk of the change: low, standard or high")
        .choices([...risks])
        .default("standard"),
    )
    .option("--rps <number>", "requests per second, in place of today's")
    .action((environment: string, flags: RecommendFlags) =>
      runCommand(`recommend stages for "${environment}"`, flags, async (terminal) => {
        const requestsPerSecond = readRate(flags.rps);
        const { runRecommend } = require("../recommend/recommend") as typeof import("../recommend/recommend");
        const choice = { environment, by: "sluice recommend", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          return await runRecommend(context, { risk: flags.risk, requestsPerSecond });
        });
      }),
    );
}
