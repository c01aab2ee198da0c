import { Option } from "commander";
import type { Command } from "commander";
import { originNames, runConvert } from "../convert/run-convert";
import type { ConvertFlags } from "../convert/run-convert";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `sluice convert`: an environment's files from what another tool has. */
export function convertCommand(): Command {
  return defineCommand({
    name: "convert",
    details:
      "Reads manifests of Argo Rollouts, Flagger or ingress-nginx and makes the environment's file and the manifests beside it. Tells of every field whether it is the same here, something near, or lost and what to do, with the behaviour there and here; what no manifest can tell stands in the file as an empty text, with the command that gets it. Asks no cluster and changes nothing but the files in --out.",
    examples: [
      [
        "convert --from argo rollout.yaml analysis.yaml",
        "the report alone: a Rollout with its AnalysisTemplates",
      ],
      ["convert --from argo k8s/ --env prod --out .", "the files as well"],
      [
        "convert --from flagger k8s/ --name shop --markdown report.md",
        "one of several Canaries; the report as a page",
      ],
      [
        "convert --from ingress ingress.yaml --gateway infra/public",
        "HTTPRoute for an Ingress of ingress-nginx",
      ],
      ["convert --from argo - --json", "from standard input, for programs"],
    ],
  })
    .argument("<files...>", "files or folders of manifests; - is standard input")
    .addOption(
      new Option("--from <tool>", "tool that the manifests are for")
        .choices(originNames)
        .makeOptionMandatory(),
    )
    .option("--env <name>", "environment that is written", "prod")
    .option("--out <folder>", "folder to write into (default: nothing is written)")
    .option("--force", "overwrite files that are there")
    .option("--markdown <file>", "also write the report as a page of Markdown")
    .option("--name <name>", "the object to convert, where there are several")
    .option("--app <name>", "name of the app (default: the object's)")
    .option("--namespace <name>", "its namespace (default: the object's)")
    .option("--image <reference>", "image with digest")
    .option("--host <name>", "public host name")
    .option("--prometheus <url>", "service://<namespace>/<service>:<port> or an http(s) URL")
    .option("--gateway <namespace/name>", "Gateway that the hosts come in by")
    .option("--context <name>", "context of the kubeconfig")
    .option("--uid <uid>", "uid of the cluster's namespace kube-system")
    .option(
      "--accept-losses <field>",
      "go on although this guard of the service is lost; repeatable",
      collect,
      [],
    )
    .action((files: readonly string[], flags: CommonFlags & ConvertFlags) =>
      runCommand(`convert from ${flags.from}`, flags, async (terminal) => {
        const { json: _json, org: _org, ...options } = flags;
        return await runConvert(files, options, terminal);
      }),
    );
}
