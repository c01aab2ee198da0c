import type { Command } from "commander";
import { Argument } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { gitopsTools } from "../../components/core/gitops/tools";
import type { GitopsTool } from "../../components/core/gitops/tools";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

interface GitopsFlags extends CommonFlags {
  readonly repository?: string;
  readonly branch: string;
  readonly folder: string;
}

/** `sluice gitops`: configuration by which a GitOps tool lives beside Sluice. */
export function gitopsCommand(): Command {
  return defineCommand({
    name: "gitops",
    details:
      "Writes what a GitOps tool needs beside Sluice to standard output, as YAML with the reason for each piece: fields that Argo CD or Flux leaves alone, Stacks of the Pulumi Kubernetes Operator. From the environment file alone; reads and writes nothing else.",
    examples: [
      ["gitops argocd prod", "ignored fields of the Application"],
      ["gitops flux prod", "ignored fields of the Kustomization or HelmRelease"],
      ["gitops pko prod --repository https://github.com/acme/shop", "a Stack per stack"],
    ],
  })
    .addArgument(new Argument("<tool>", "tool").choices(gitopsTools.map(({ name }) => name)))
    .argument("<env>", "environment, for example prod")
    .option("--repository <url>", "Git repository of the project (pko)")
    .option("--branch <name>", "its branch (pko)", "main")
    .option("--folder <path>", "folder of Pulumi.yaml in it (pko)", ".")
    .action((name: string, environment: string, flags: GitopsFlags) => {
      const tool = gitopsTools.find((one) => one.name === name) as GitopsTool;
      const action = `write configuration of "${environment}" for ${tool.about}`;
      return runCommand(action, flags, async (terminal) => {
        const { repository = "", branch, folder, cwd, org } = flags;
        if (tool.needsSource === true && repository === "") {
          throw new RunEnd("usage", {
            text: `Cannot ${action}: --repository must be the project's Git repository: got nothing`,
            fix: "add --repository https://…",
          });
        }
        const { readSettings } = require("../environment") as typeof import("../environment");
        const { renderParts } = require("../gitops/render-parts") as typeof import("../gitops/render-parts");
        const settings = await readSettings({ environment, by: "sluice gitops", terminal, cwd, org });
        const parts = tool.render(settings, { repository, branch, folder });
        if (flags.json !== true) process.stdout.write(renderParts(parts));
        return { exitCode: exitCodes.done, report: { environment, app: settings.app, parts } };
      });
    });
}
