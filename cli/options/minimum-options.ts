import type { Command } from "commander";
import type { Minimum } from "../../stacks/files/minimum";

/** Options of a command that works without a checkout: values that the environment file lacks. */
export function minimumOptions(command: Command): Command {
  return command
    .option("--context <name>", "context of the kubeconfig, where the file lacks it")
    .option("--uid <uid>", "uid of the cluster's namespace kube-system, where the file lacks it")
    .option("--app <name>", "name of the app, where the file lacks it")
    .option("--namespace <name>", "its namespace, where the file lacks it")
    .option("--route <name>", "name of its route, where the file lacks it (default: the app's name)")
    .option("--router <name>", "its router, where the file lacks it (default: gateway)");
}

/** Choice of an environment by the values that a person gave: as much of its file as can be read, and patience. */
export function minimumChoice({ context, uid, app, namespace, route, router }: Minimum) {
  return { salvage: true, minimum: { context, uid, app, namespace, route, router }, patienceSeconds: 30 };
}
