import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { policyArguments } from "../policy-arguments";
import type { PolicyFlags } from "../policy-arguments";
import { runCommand } from "../run-command";

type RolloutFlags = CommonFlags &
  PolicyFlags & {
    readonly fromOlderCommit?: boolean;
    readonly foreignOwnerStopped?: string;
    readonly goLive?: boolean;
    readonly html?: string;
  };

/** `sluice rollout`: a release from 0 to promoted. */
export function rolloutCommand(): Command {
  return defineCommand({
    name: "rollout",
    details:
      "Runs pulumi up of the base stack, of every stage's stack in order, and of the base stack again, and shows the gate's findings and the soak's evidence while it runs. Goes on where an earlier run ended; a stage that passed is not run again. Ctrl-C leaves traffic where it is. With --go-live it is one run of preflight, rollout, verify and report; run again it goes on, and asks for a preflight only before the release begins.",
    examples: [
      ["rollout prod", "release the image of Pulumi.prod.yaml"],
      ["rollout prod --json", "one line of JSON per event, a summary at the end"],
      ["rollout prod --policy-pack policies", "with a policy pack"],
      ["rollout prod --go-live --html report.html", "preflight, rollout, verify and report as one run"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option(
      "--from-older-commit",
      "end a release under way also from an older commit than the one that began it",
    )
    .option(
      "--foreign-owner-stopped <reason>",
      "take objects whose owners (Helm, Argo CD, Flux, another Pulumi stack) have let go, although nothing shows it; recorded",
    )
    .option("--go-live", "preflight first; afterwards a look at stable, and the report on standard output")
    .option("--html <file>", "with --go-live: also write the report as a page")
    .option("--policy-pack <folder...>", "passed on to pulumi up")
    .option("--policy-pack-config <file...>", "passed on to pulumi up; one for each pack, in the same order")
    .action((environment: string, flags: RolloutFlags) =>
      runCommand(`roll out "${environment}"`, flags, async (terminal) => {
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { rollout } = require("../rollout") as typeof import("../rollout");
        const context = await openEnvironment({
          cwd: flags.cwd,
          environment,
          org: flags.org,
          by: "sluice rollout",
          terminal,
        });
        const { signal, release } = catchInterruption();
        const { drawBeside } = require("../live/draw-beside") as typeof import("../live/draw-beside");
        const endDrawing = drawBeside(context, terminal);
        const options = {
          terminal,
          signal,
          extra: policyArguments(flags),
          fromOlderCommit: flags.fromOlderCommit === true,
          ownerStopped: flags.foreignOwnerStopped,
        };
        try {
          if (flags.goLive !== true) return await rollout(context, options);
          const { goLive } = require("../go-live") as typeof import("../go-live");
          const { policyPackConfig = [], html, json } = flags;
          const { markdown, ...outcome } = await goLive(context, {
            ...options,
            policyConfig: policyPackConfig,
            html,
          });
          if (json !== true && markdown !== undefined) process.stdout.write(`${markdown}\n`);
          return outcome;
        } finally {
          endDrawing();
          release();
          context.close();
        }
      }),
    );
}
