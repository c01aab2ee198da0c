import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import type { InitOptions } from "../init/init";
import { runCommand } from "../run-command";

type InitFlags = CommonFlags &
  Omit<InitOptions, "cwd" | "environment" | "from"> & { readonly environments?: string };

/** `sluice init`: an environment's files and stacks. */
export function initCommand(): Command {
  return defineCommand({
    name: "init",
    details:
      "Writes the missing files of a Pulumi project and Pulumi.<env>.yaml, and creates the stack of the environment and of each stage. Removes the stacks of stages that the file no longer has, of which nothing is in the cluster. Leaves alone what else is there; may be run again at any time.",
    examples: [
      [
        "init prod --context prod-eu --app shop",
        "a template with the known values, the rest to be filled in",
      ],
      ["init prod", "the stacks that Pulumi.prod.yaml declares"],
      ["init acme/prod", "the same in the organisation acme"],
      [
        "init --environments dev,staging,prod --app shop",
        "three in a row, each with a namespace of its name",
      ],
    ],
  })
    .argument("[env]", "environment, for example prod; left out with --environments")
    .option(
      "--environments <names>",
      "several at once, in the order in which an image comes through them: each takes only what the one before it has promoted",
    )
    .option("--app <name>", "name of the app")
    .option("--namespace <name>", "its namespace")
    .option("--image <reference>", "image with digest")
    .option("--host <name>", "public host name")
    .option("--prometheus <url>", "service://<namespace>/<service>:<port> or an http(s) URL")
    .option("--context <name>", "context of the kubeconfig; the cluster's uid is read through it")
    .option("--secrets-provider <type>", "passed on to pulumi stack init")
    .action((environment: string | undefined, flags: InitFlags) =>
      runCommand(`make environment "${environment ?? flags.environments ?? ""}"`, flags, async (terminal) => {
        const { json: _json, environments, ...options } = flags;
        if (environment !== undefined && environments === undefined) {
          const { init } = require("../init/init") as typeof import("../init/init");
          return await init({ ...options, environment }, terminal);
        }
        if (environment !== undefined || environments === undefined) {
          throw new RunEnd("usage", {
            text: `Cannot run "init": ENV or --environments must be given: got ${environment === undefined ? "neither" : "both"}`,
            fix: "see sluice init --help",
          });
        }
        const { initRow } = require("../init/init-row") as typeof import("../init/init-row");
        return await initRow({ ...options, environments }, terminal);
      }),
    );
}
