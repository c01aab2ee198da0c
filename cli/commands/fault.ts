import { Command } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { DEFAULT_SANDBOX_NAME } from "../../sandbox/cluster/config/name";
import { checkFault, type Fault } from "../../sandbox/fault/fault";
import type { FaultTarget } from "../../sandbox/fault/pods";
import { clearFaults, type FaultOutcome, setFault } from "../../sandbox/fault/set-fault";
import { readMilliseconds } from "./read-milliseconds";
import { refuseWithUsageCode, requireSandbox, runSandboxAction, UsageError } from "./run-sandbox-action";

interface FaultFlags {
  readonly name: string;
  readonly namespace: string;
  readonly app: string;
  readonly track?: string;
  readonly release?: string;
  readonly errorRatio?: string;
  readonly status?: string;
  readonly latency?: string;
  readonly memory?: string;
  readonly hang?: boolean;
  readonly unready?: boolean;
  readonly poison?: boolean;
  readonly crash?: boolean;
  readonly clear?: boolean;
  readonly json?: boolean;
}

const MIB_PER_UNIT: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024 };

const readMemory = (text: string): number | undefined => {
  const parts = /^(\d{1,5})(Mi|Gi)$/.exec(text);
  return parts ? Number(parts[1]) * (MIB_PER_UNIT[parts[2] ?? ""] ?? 1) : undefined;
};

const readRatio = (text: string): number | undefined => {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const value = percent ? Number(percent[1]) / 100 : Number(text || "none");
  return Number.isNaN(value) ? undefined : value;
};

const readTarget = (flags: FaultFlags, issues: string[]): FaultTarget => {
  const { namespace, app, track, release } = flags;
  if (track !== undefined && track !== "stable" && track !== "canary") {
    issues.push(`--track must be stable or canary: got "${track}"`);
  } else if (track === undefined && release === undefined) {
    issues.push("--track or --release must say which pods: got neither");
  }
  return {
    namespace,
    app,
    ...(track === "stable" || track === "canary" ? { track } : {}),
    ...(release === undefined ? {} : { version: release }),
  };
};

const readFault = (flags: FaultFlags, issues: string[]): Fault | undefined => {
  const given: Record<string, number | boolean> = {};
  const take = (
    key: keyof Fault,
    flag: string,
    text: string | undefined,
    rule: string,
    read: typeof readRatio,
  ) => {
    if (text === undefined) return;
    const value = read(text);
    if (value === undefined) issues.push(`${flag} must be ${rule}: got "${text}"`);
    given[key] = value ?? 0;
  };
  take("errorRatio", "--error-ratio", flags.errorRatio, "a share such as 0.5 or 50%", readRatio);
  take("status", "--status", flags.status, "a status such as 404", (text) =>
    /^\d{3}$/.test(text) ? Number(text) : undefined,
  );
  take("latencyMs", "--latency", flags.latency, "a duration such as 250ms or 2s", readMilliseconds);
  take("memoryMb", "--memory", flags.memory, "an amount such as 200Mi or 1Gi", readMemory);
  for (const key of ["hang", "unready", "poison", "crash"] as const) if (flags[key]) given[key] = true;
  const isEmpty = Object.keys(given).length === 0;
  if (isEmpty && !flags.clear) {
    issues.push(
      "at least one of --error-ratio, --latency, --hang, --unready, --poison, --crash, --memory or --clear must be given",
    );
  }
  if (!isEmpty && flags.clear) issues.push("--clear must be the only option: got another fault beside it");
  return isEmpty ? undefined : given;
};

const explainOutcome = (outcome: FaultOutcome, verb: string): string => {
  const who = `${outcome.pod} (${outcome.track || "no track"}${outcome.version ? `, ${outcome.version}` : ""})`;
  return outcome.took ? `${who}: ${verb}` : `${who}: not reached: ${outcome.detail}`;
};

const applyFault = async (flags: FaultFlags): Promise<number> => {
  const issues: string[] = [];
  const target = readTarget(flags, issues);
  const fault = readFault(flags, issues);
  issues.push(...checkFault(fault ?? {}));
  if (issues.length > 0) throw new UsageError(`Cannot set a fault: ${issues.join("; ")}`);
  const sandbox = await requireSandbox(flags.name, "set a fault");
  const outcomes = fault ? await setFault(sandbox, target, fault) : await clearFaults(sandbox, target);
  const verb = fault ? `set ${JSON.stringify(fault)}` : "cleared";
  for (const outcome of outcomes) process.stderr.write(`${explainOutcome(outcome, verb)}\n`);
  if (flags.json) process.stdout.write(`${JSON.stringify({ fault: fault ?? null, pods: outcomes })}\n`);
  return outcomes.every((outcome) => outcome.took) ? exitCodes.done : exitCodes.unexpected;
};

/** `sluice sandbox fault`: makes pods of the example app misbehave at run time. */
export function faultCommand(): Command {
  const command = new Command("fault")
    .summary("make one version misbehave at run time")
    .description(
      "Makes the running pods of one track or version misbehave until --clear or their end. A fault that is not named is switched off; pods that start later are not affected.",
    )
    .option("--track <track>", "stable or canary")
    .option("--release <version>", "only pods that report this version, for example v2")
    .option("--error-ratio <share>", "answer this share of requests with 500, for example 0.5 or 50%")
    .option("--status <code>", "with --error-ratio: answer with this status instead, for example 404")
    .option("--latency <time>", "add to every request, for example 2s")
    .option("--hang", "leave requests without an answer")
    .option("--unready", "fail the readiness probe")
    .option("--poison", "leave in the database what other pods cannot read for 5 s, with each list of papers")
    .option("--crash", "end the process once")
    .option("--memory <amount>", "allocate and keep, for example 200Mi")
    .option("--clear", "end all faults set so")
    .option("--namespace <name>", "namespace of the pods", "prod")
    .option("--app <name>", "label app.kubernetes.io/name of the pods", "scholarlink")
    .option("--name <sandbox>", "name of the sandbox", DEFAULT_SANDBOX_NAME)
    .option("--json", "print the pods with the fault as JSON on standard output")
    .action((flags: FaultFlags) => runSandboxAction(() => applyFault(flags)));
  return refuseWithUsageCode(command);
}
