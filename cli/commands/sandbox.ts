import { Command, Option } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { downSandbox } from "../../sandbox/cluster/lifecycle/down";
import { DEFAULT_SANDBOX_NAME } from "../../sandbox/cluster/config/name";
import { renderExports } from "../../sandbox/cluster/config/render-exports";
import type { Sandbox } from "../../sandbox/cluster/lifecycle/sandbox";
import { readSandboxStatus, type SandboxStatus } from "../../sandbox/cluster/lifecycle/status";
import { dataPlanes, DEFAULT_ROUTER } from "../../sandbox/cluster/planes/planes";
import { upSandbox } from "../../sandbox/cluster/lifecycle/up";
import { faultCommand } from "./fault";
import { loadCommand } from "./load";
import { refuseWithUsageCode, requireSandbox, runSandboxAction } from "./run-sandbox-action";

interface Flags {
  readonly router?: string;
  readonly name: string;
  readonly json?: boolean;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

const explainSandbox = (sandbox: Sandbox): string =>
  [
    `sandbox    ${sandbox.name}`,
    `API        ${sandbox.apiServer}  (context ${sandbox.context})`,
    `gateway    http://${sandbox.gatewayAddress}  (router ${sandbox.router})`,
    `           https://${sandbox.gatewayTlsAddress}  (authority ${sandbox.gatewayAuthority})`,
    `registry   ${sandbox.registryUrl}`,
    `Prometheus ${sandbox.prometheusUrl}`,
    `PostgreSQL ${sandbox.database.address}`,
    `shell      eval "$(sluice sandbox env --name ${sandbox.name})"`,
  ].join("\n");

const explainStatus = (status: SandboxStatus): string => {
  const daemons = status.daemons.map(
    ({ name, state, restarts }) =>
      `${name.padEnd(24)} ${state}${restarts > 0 ? `, restarted ${restarts}×` : ""}`,
  );
  const head = `${status.name}: ${status.state}, ${status.processes} processes, ${status.memoryMib} MiB`;
  return [head, ...(status.sandbox ? [explainSandbox(status.sandbox)] : []), ...daemons].join("\n");
};

const up = async ({ name, json, router = DEFAULT_ROUTER }: Flags): Promise<number> => {
  const sandbox = await upSandbox({ name, router, onProgress: say });
  say(explainSandbox(sandbox));
  if (json) print(sandbox);
  return exitCodes.done;
};

const down = async ({ name, json }: Flags): Promise<number> => {
  await downSandbox({ name });
  say(`sandbox ${name} is gone`);
  if (json) print({ name, state: "absent" });
  return exitCodes.done;
};

const status = async ({ name, json }: Flags): Promise<number> => {
  const found = await readSandboxStatus({ name });
  say(explainStatus(found));
  if (json) print(found);
  return found.state === "ready" ? exitCodes.done : exitCodes.unexpected;
};

const env = async ({ name, json }: Flags): Promise<number> => {
  const sandbox = await requireSandbox(name, "print the environment");
  if (json) print(sandbox.env);
  else process.stdout.write(renderExports(sandbox.env));
  return exitCodes.done;
};

const explainRouters = (): string => dataPlanes.map(({ name, about }) => `${name}: ${about}`).join("; ");

/** A subcommand with the options they all have. */
function toSubcommand(
  name: string,
  summary: string,
  details: string,
  run: (flags: Flags) => Promise<number>,
): Command {
  const command = new Command(name)
    .summary(summary)
    .description(details)
    .option("--name <sandbox>", "name of the sandbox", DEFAULT_SANDBOX_NAME)
    .option("--json", "print the result as JSON on standard output")
    .action((flags: Flags) => runSandboxAction(() => run(flags)));
  return refuseWithUsageCode(command);
}

/** `sluice sandbox`: a real single-node Kubernetes on this machine, and traffic and faults for it. */
export function sandboxCommand(): Command {
  const command = new Command("sandbox")
    .description(
      "Runs a single-node Kubernetes with registry, gateway, Prometheus and PostgreSQL in namespaces of its own. Needs Linux and root, no container engine.",
    )
    .addCommand(
      toSubcommand(
        "up",
        "start the sandbox",
        "Starts the sandbox and waits until every part is ready. One that runs is left alone; one that died is started again, empty. The first start builds the tools, which takes about a quarter of an hour on two cores. Another router than the usual one is a sandbox of its own: one name has one.",
        up,
      ).addOption(
        new Option("--router <router>", `the proxy that carries requests; ${explainRouters()}`)
          .choices(dataPlanes.map((plane) => plane.name))
          .default(DEFAULT_ROUTER),
      ),
    )
    .addCommand(
      toSubcommand(
        "down",
        "remove the sandbox",
        "Ends the sandbox and removes everything in it; built tools and images stay cached.",
        down,
      ),
    )
    .addCommand(
      toSubcommand(
        "status",
        "show the state of the sandbox",
        "Shows whether the sandbox is ready, its addresses and its daemons. Exits 0 when it is ready, else 1.",
        status,
      ),
    )
    .addCommand(
      toSubcommand(
        "env",
        "print variables for a shell",
        'Prints what a shell needs so that plain pulumi, kubectl and psql work in the sandbox: eval "$(sluice sandbox env)". SLUICE_SANDBOX_URL is the gateway by https, SLUICE_SANDBOX_CA the file of its authority.',
        env,
      ),
    )
    .addCommand(loadCommand())
    .addCommand(faultCommand());
  return refuseWithUsageCode(command);
}
