import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

interface StatusFlags extends CommonFlags {
  readonly watch?: boolean;
}

/** `sluice status`: state of the release. */
export function statusCommand(): Command {
  return defineCommand({
    name: "status",
    details:
      "Shows phase, images, weight (ledger, live, observed), every stage's verdict, the holder of the lock, problems and the next commands. Writes nothing.",
    examples: [
      ["status prod", "for people"],
      ["status prod --json", "for programs"],
      ["status prod --watch", "again every two seconds, until Ctrl-C"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("-w, --watch", "repeat until Ctrl-C; with --json a line per change")
    .action((environment: string, flags: StatusFlags) =>
      runCommand(`show the status of "${environment}"`, flags, async (terminal) => {
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { showStatus } = require("../show-status") as typeof import("../show-status");
        const context = await openEnvironment({
          cwd: flags.cwd,
          environment,
          org: flags.org,
          by: "sluice status",
          terminal,
        });
        try {
          return await showStatus(context, terminal, flags.watch ?? false);
        } finally {
          context.close();
        }
      }),
    );
}
