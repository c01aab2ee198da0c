import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { policyArguments } from "../policy-arguments";
import type { PolicyFlags } from "../policy-arguments";
import { runCommand } from "../run-command";

type RolloutFlags = CommonFlags &
  PolicyFlags & { readonly fromOlderCommit?: boolean; readonly foreignOwnerStopped?: string };

/** `sluice rollout`: a release from 0 to promoted. */
export function rolloutCommand(): Command {
  return defineCommand({
    name: "rollout",
    details:
      "Runs pulumi up of the base stack, of every stage's stack in order, and of the base stack again, and shows the gate's findings and the soak's evidence while it runs. Goes on where an earlier run ended; a stage that passed is not run again. Ctrl-C leaves traffic where it is.",
    examples: [
      ["rollout prod", "release the image of Pulumi.prod.yaml"],
      ["rollout prod --json", "one line of JSON per event, a summary at the end"],
      ["rollout prod --policy-pack policies", "with a policy pack"],
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
        try {
          return await rollout(context, {
            terminal,
            signal,
            extra: policyArguments(flags),
            fromOlderCommit: flags.fromOlderCommit === true,
            ownerStopped: flags.foreignOwnerStopped,
          });
        } finally {
          endDrawing();
          release();
          context.close();
        }
      }),
    );
}
