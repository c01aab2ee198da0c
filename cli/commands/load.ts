import { Command } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { DEFAULT_SANDBOX_NAME } from "../../sandbox/cluster/config/name";
import { startLoad } from "../../sandbox/load/load";
import type { LoadOptions } from "../../sandbox/load/options";
import { explainReport, explainSecond } from "./explain-load";
import { readMilliseconds } from "./read-milliseconds";
import { refuseWithUsageCode, requireSandbox, runSandboxAction, UsageError } from "./run-sandbox-action";

interface LoadFlags {
  readonly name: string;
  readonly url?: string;
  readonly host: string;
  readonly rate: string;
  readonly duration?: string;
  readonly timeout: string;
  readonly path?: string[];
  readonly poisson?: boolean;
  readonly seed: string;
  readonly json?: boolean;
}

const readLoad = (flags: LoadFlags): Omit<LoadOptions, "url" | "address"> => {
  const issues: string[] = [];
  const readNumber = (name: string, text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || Number.isNaN(value)) issues.push(`${name} must be a number: got "${text}"`);
    return value;
  };
  const readTime = (name: string, text: string): number => {
    const value = readMilliseconds(text);
    if (value === undefined) issues.push(`${name} must be a duration such as 500ms or 1m30s: got "${text}"`);
    return value ?? 0;
  };
  const read = {
    host: flags.host,
    ratePerSecond: readNumber("--rate", flags.rate),
    timeoutMs: readTime("--timeout", flags.timeout),
    arrivals: flags.poisson ? ("poisson" as const) : ("constant" as const),
    seed: readNumber("--seed", flags.seed),
    ...(flags.duration ? { durationSeconds: readTime("--duration", flags.duration) / 1000 } : {}),
    ...(flags.path ? { paths: flags.path } : {}),
  };
  if (issues.length > 0) throw new UsageError(`Cannot send load: ${issues.join("; ")}`);
  return read;
};

const sendLoad = async (flags: LoadFlags): Promise<number> => {
  const options = readLoad(flags);
  const target = flags.url
    ? { url: flags.url }
    : { address: (await requireSandbox(flags.name, "send load")).gatewayAddress };
  const load = startLoad({
    ...options,
    ...target,
    onSecond: (second) => process.stderr.write(`${explainSecond(second)}\n`),
  });
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    void load.stop();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    const report = await load.done;
    process.stderr.write(explainReport(report));
    if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  return isInterrupted ? exitCodes.interrupted : exitCodes.done;
};

/** `sluice sandbox load`: open-loop traffic to the sandbox's gateway, and its report. */
export function loadCommand(): Command {
  const command = new Command("load")
    .summary("send traffic at a set rate and report what clients saw")
    .description(
      "Sends open-loop traffic to the sandbox's gateway: a request leaves when it is due, also while earlier ones are open, and its latency counts from then. Prints a line each second and a summary; Ctrl-C ends it early. Loopback addresses only.",
    )
    .option("--rate <number>", "requests per second, at most 5000", "200")
    .option("--duration <time>", "time of the load, at most 1h (default: until Ctrl-C, 1h at most)")
    .option("--path <path...>", "paths asked for in turn (default: the example app's)")
    .option("--host <name>", "host header", "app.example.org")
    .option("--timeout <time>", "time after which a client gives up, 10ms to 1m", "5s")
    .option("--poisson", "arrivals as of independent clients instead of evenly spaced")
    .option("--seed <number>", "seed of --poisson", "1")
    .option("--url <url>", "send to this loopback address instead of a sandbox's gateway")
    .option("--name <sandbox>", "name of the sandbox", DEFAULT_SANDBOX_NAME)
    .option("--json", "print the report as JSON on standard output")
    .action((flags: LoadFlags) => runSandboxAction(() => sendLoad(flags)));
  return refuseWithUsageCode(command);
}
