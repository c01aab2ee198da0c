import type { Command } from "commander";
import type { AdoptFlags } from "../adopt/run-adopt";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

/** `sluice adopt`: an environment's files from a service that runs. */
export function adoptCommand(): Command {
  return defineCommand({
    name: "adopt",
    details:
      "Reads a running Deployment with the Services, autoscaler, budget, ConfigMaps and route that are about it, and writes the environment's file and the manifests: names, image by the digest that its pods run, hosts, Gateway. Tells what differs, what else is about the Deployment, which owners (Helm, Argo CD, Flux, another Pulumi stack) have to let go first and how, and the steps of the takeover. Changes nothing in the cluster.",
    examples: [
      ["adopt prod deployment/shop --context prod-eu -n shop", "files for the Deployment shop"],
      [
        "adopt prod deployment/shop --context prod-eu -n shop --prometheus service://monitoring/prometheus:9090",
        "with the address of Prometheus, which no object tells",
      ],
      ["adopt prod deployment/shop --context prod-eu -n shop --json", "the plan for programs"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .argument("<object>", "deployment/NAME")
    .requiredOption("--context <name>", "context of the kubeconfig; the cluster's uid is read through it")
    .option("-n, --namespace <name>", "namespace of the Deployment", "default")
    .option("--chart <folder>", "chart in the project that the workload is written in, instead of manifests")
    .option("--kustomize <folder>", "kustomization in the project that it is written in")
    .option("--force", "overwrite files that are there")
    .option("--app <name>", "name of the app (default: the Deployment's)")
    .option("--image <reference>", "image with digest (default: the one that its pods run)")
    .option("--host <name>", "public host name (default: the route's)")
    .option("--prometheus <url>", "service://<namespace>/<service>:<port> or an http(s) URL")
    .option("--gateway <namespace/name>", "Gateway that the hosts come in by (default: the route's)")
    .action((environment: string, object: string, flags: CommonFlags & AdoptFlags) =>
      runCommand(`adopt ${object} as "${environment}"`, flags, async (terminal) => {
        const { runAdopt } = require("../adopt/run-adopt") as typeof import("../adopt/run-adopt");
        const { json: _json, org: _org, ...options } = flags;
        return await runAdopt(environment, object, options, terminal);
      }),
    );
}
