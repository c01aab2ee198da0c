import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { keepWords } from "../options/keep-words";
import { policyArguments } from "../options/policy-arguments";
import type { PolicyFlags } from "../options/policy-arguments";
import { runCommand } from "../run-command";
import { demandEnvironment } from "./in-environment";

type RolloutFlags = CommonFlags &
  PolicyFlags & {
    readonly fromOlderCommit?: boolean;
    readonly foreignOwnerStopped?: string;
    readonly goLive?: boolean;
    readonly html?: string;
    readonly fleet?: string;
    readonly flag?: string;
  };

/**
 * Refuses a command line that names no environment, or an environment beside a fleet.
 * @returns the environment; undefined where a fleet is meant
 */
function readTarget(
  environment: string | undefined,
  { fleet, flag, goLive, html }: RolloutFlags,
): string | undefined {
  const refuse = (text: string, fix: string): never => {
    throw new RunEnd("usage", { text: `Cannot run "rollout": ${text}`, fix });
  };
  if (flag !== undefined && (fleet !== undefined || goLive === true || html !== undefined))
    refuse("--flag must be without --fleet, --go-live and --html: got another as well", "leave them out");
  if (fleet === undefined) return demandEnvironment(environment, "rollout", "--fleet");
  if (environment !== undefined)
    refuse(`--fleet must be without ENV: got "${environment}" as well`, "leave one of both out");
  if (goLive === true || html !== undefined)
    refuse("--go-live and --html must be for one environment: got --fleet", "leave them out");
  return undefined;
}

/** `sluice rollout`: a release from 0 to promoted. */
export function rolloutCommand(): Command {
  return defineCommand({
    name: "rollout",
    details:
      "Runs pulumi up of the base stack, of every stage's stack in order, and of the base stack again, and shows the gate's findings and the soak's evidence while it runs. Goes on where an earlier run ended; a stage that passed is not run again. The first stage's run is started beside the end of the base stack's, and declares nothing before that has ended well. Ctrl-C leaves traffic where it is. With --go-live it is one run of preflight, rollout, verify and report; run again it goes on, and asks for a preflight only before the release begins. With --fleet it releases the environments of `sluice:waves` wave by wave, each with its own stages; a failure anywhere halts all. With --flag it brings one flag of sluice:flags from 0 to 100 % instead: each step is gated, and soaked by the counters of its two variants; a bad one is switched off.",
    examples: [
      ["rollout prod", "release the image of Pulumi.prod.yaml"],
      ["rollout prod --json", "one line of JSON per event, a summary at the end"],
      ["rollout prod --policy-pack policies", "with a policy pack"],
      ["rollout prod --go-live --html report.html", "preflight, rollout, verify and report as one run"],
      ["rollout prod --flag new-search", "one flag, step by step, as far as its days allow"],
      ["rollout --fleet global", "the environments of Pulumi.global.yaml, wave by wave"],
    ],
  })
    .argument("[env]", "environment, for example prod; left out with --fleet")
    .option("--fleet <name>", "release a fleet: the environments that Pulumi.NAME.yaml has in waves")
    .option("--flag <name>", "roll a flag out instead of a release")
    .option(
      "--from-older-commit",
      "end a release under way also from an older commit than the one that began it",
    )
    .option(
      "--foreign-owner-stopped <reason>",
      "take objects whose owners (Helm, Argo CD, Flux, another Pulumi stack) have let go, although nothing shows it; recorded",
      keepWords,
    )
    .option("--go-live", "preflight first; afterwards a look at stable, and the report on standard output")
    .option("--html <file>", "with --go-live: also write the report as a page")
    .option("--policy-pack <folder...>", "passed on to pulumi up")
    .option("--policy-pack-config <file...>", "passed on to pulumi up; one for each pack, in the same order")
    .action((given: string | undefined, flags: RolloutFlags) =>
      runCommand(`roll out "${given ?? flags.fleet ?? ""}"`, flags, async (terminal) => {
        const environment = readTarget(given, flags);
        if (environment === undefined) {
          const { rollOutFleet } =
            require("../fleet/roll-out-fleet") as typeof import("../fleet/roll-out-fleet");
          const { cwd, org, policyPack = [], policyPackConfig = [] } = flags;
          return await rollOutFleet(flags.fleet ?? "", {
            cwd,
            org,
            terminal,
            policyPack,
            policyPackConfig,
            rollout: {
              fromOlderCommit: flags.fromOlderCommit === true,
              ownerStopped: flags.foreignOwnerStopped,
            },
          });
        }
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { rollout } = require("../rollout/rollout") as typeof import("../rollout/rollout");
        const context = await openEnvironment({
          cwd: flags.cwd,
          environment,
          org: flags.org,
          by: "sluice rollout",
          terminal,
        });
        const { signal, release } = catchInterruption();
        const { drawBeside } = require("../live/draw-beside") as typeof import("../live/draw-beside");
        const endDrawing = flags.flag === undefined ? drawBeside(context, terminal) : undefined;
        const options = {
          terminal,
          signal,
          extra: policyArguments(flags),
          fromOlderCommit: flags.fromOlderCommit === true,
          ownerStopped: flags.foreignOwnerStopped,
        };
        try {
          if (flags.flag !== undefined) {
            const { rollOutOne } =
              require("../flags/roll-out-flag") as typeof import("../flags/roll-out-flag");
            return await rollOutOne(context, flags.flag, signal);
          }
          if (flags.goLive !== true) return await rollout(context, options);
          const { goLive } = require("../rollout/go-live") as typeof import("../rollout/go-live");
          const { policyPackConfig = [], html, json } = flags;
          const { markdown, ...outcome } = await goLive(context, {
            ...options,
            policyConfig: policyPackConfig,
            html,
          });
          if (json !== true && markdown !== undefined) process.stdout.write(`${markdown}\n`);
          return outcome;
        } finally {
          endDrawing?.();
          release();
          context.close();
        }
      }),
    );
}
