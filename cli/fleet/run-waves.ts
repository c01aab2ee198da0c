import { exitCodes } from "../../components/core/exit-code";
import type { ExitCode } from "../../components/core/exit-code";
import {
  explainPlan,
  listWaves,
  explainWays,
  toFleetReport,
} from "../../components/core/fleet/explain-waves";
import { listMembers } from "../../components/core/fleet/fleet";
import type { Fleet, MemberFacts } from "../../components/core/fleet/fleet";
import { planWaves } from "../../components/core/fleet/plan-waves";
import type { WavePlan } from "../../components/core/fleet/plan-waves";
import type { Standing } from "../../components/core/fleet/standing";
import { printProblem } from "../../components/core/problem";
import type { Outcome } from "../run-command";
import { inParallel } from "../../components/http/in-parallel";
import type { Terminal } from "../terminal";

/** Acts on the environments of a fleet, each by its name. */
export interface FleetHands {
  readStanding(environment: string): Promise<Standing>;
  /** A release from where it stands to its end; `signal` ends it as Ctrl-C does. */
  rollOut(environment: string, signal: AbortSignal): Promise<Outcome>;
  abort(environment: string, reason: string): Promise<Outcome>;
  rollBack(environment: string, signal: AbortSignal): Promise<Outcome>;
  /** A watchdog Job takes over where no run watches. */
  hasWatchdog(environment: string): boolean;
  nowSeconds(): number;
  /** Waits until something may have changed; at most a look's time, less where a run ends or `signal` is given. */
  rest(signal: AbortSignal, runs: readonly Promise<unknown>[]): Promise<void>;
}

/** One run of a fleet. */
export interface WavesRun {
  readonly fleet: Fleet;
  readonly hands: FleetHands;
  readonly terminal: Terminal;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Exit codes of the runs that ended, by environment. */
type Codes = ReadonlyMap<string, ExitCode | undefined>;

interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  exitCode?: ExitCode;
}

/**
 * Releases a fleet wave by wave, until it is done or something has to be mended. Nothing is remembered outside of the
 * environments' ledgers, so that the same command goes on after any end of this one.
 */
export async function runWaves({ fleet, hands, terminal, signal }: WavesRun): Promise<Outcome> {
  const members = listMembers(fleet).map(({ environment }) => environment);
  const runs = new Map<string, Run>();
  const taken = new Set<string>();
  const left = new Set<string>();
  const interruptAll = (): void => {
    for (const { stop } of runs.values()) stop.abort();
  };
  signal.addEventListener("abort", interruptAll, { once: true });
  const underWay = (): readonly Run[] => [...runs.values()].filter(({ exitCode }) => exitCode === undefined);
  const look = async (): Promise<readonly MemberFacts[]> =>
    await inParallel(members, members.length, async (environment) => {
      const run = runs.get(environment);
      return {
        environment,
        standing: await hands.readStanding(environment),
        hasWatchdog: hands.hasWatchdog(environment),
        wasLeft: left.has(environment),
        ...(run === undefined ? {} : { run: run.exitCode ?? "going" }),
      };
    });
  const codesOf = (): Codes => new Map([...runs].map(([name, { exitCode }]) => [name, exitCode]));
  const begin = (environment: string): void => {
    const stop = new AbortController();
    const ended = hands.rollOut(environment, stop.signal).then((outcome) => {
      run.exitCode = outcome.exitCode;
      tell(terminal, environment, outcome);
    });
    const run: Run = { stop, ended };
    runs.set(environment, run);
  };
  const takeBack = async (plan: WavePlan): Promise<boolean> => {
    for (const environment of plan.interrupt) runs.get(environment)?.stop.abort();
    const reason = `fleet ${fleet.name}: ${plan.state} by ${plan.because.join(", ")}`;
    // Each is tried once: what it could not do is a person's.
    const fresh = (kind: string, names: readonly string[]): readonly string[] =>
      names.filter((name) => !taken.has(`${kind} ${name}`) && taken.add(`${kind} ${name}`));
    const [aborts, rollBacks] = [fresh("abort", plan.abort), fresh("rollback", plan.rollBack)];
    if (plan.state === "stopped") for (const name of aborts) left.add(name);
    await inParallel(aborts, aborts.length, async (name) => {
      terminal.say(`${name}: traffic goes back to stable`);
      tell(terminal, name, await hands.abort(name, reason));
    });
    await inParallel(rollBacks, fleet.maxParallel, async (name) => {
      terminal.say(`${name}: the version before comes back`);
      tell(terminal, name, await hands.rollBack(name, signal));
    });
    return aborts.length + rollBacks.length > 0;
  };
  let said = "";
  let cause: Pick<WavePlan, "wave" | "because"> | undefined;
  try {
    for (;;) {
      const facts = await look();
      const now = planWaves(fleet, facts, hands.nowSeconds());
      // A release that is taken back for it is rejected as well, and is no cause.
      if (now.state === "halted") cause ??= { wave: now.wave, because: now.because };
      const plan = now.state === "halted" ? { ...now, ...cause } : now;
      const { text } = explainPlan(fleet, plan, facts);
      if (signal.aborted) {
        await Promise.all([...runs.values()].map(({ ended }) => ended));
        return end(fleet, plan, await look(), codesOf(), terminal, exitCodes.interrupted);
      }
      if (text !== said) {
        terminal.say(text);
        terminal.print({ event: "fleet", ...toFleetReport(fleet, plan, facts) });
      }
      said = text;
      for (const environment of plan.begin) begin(environment);
      if (await takeBack(plan)) continue;
      const going = underWay();
      if (plan.state !== "going" && going.length === 0) {
        const hasActed = runs.size + taken.size > 0;
        const refused = plan.state === "halted" && !hasActed ? exitCodes.refused : undefined;
        return end(fleet, plan, facts, codesOf(), terminal, refused);
      }
      await hands.rest(
        signal,
        going.map(({ ended }) => ended),
      );
    }
  } finally {
    signal.removeEventListener("abort", interruptAll);
  }
}

/** Says how a run of one environment ended. */
function tell(terminal: Terminal, environment: string, { sentence, report, exitCode }: Outcome): void {
  if (sentence !== undefined)
    for (const line of sentence.split("\n")) terminal.say(`${environment}: ${line}`);
  terminal.print({ environment, ...report, exitCode });
}

/** Result of the command: a table of where each environment stands, and the commands to go on. */
function end(
  fleet: Fleet,
  plan: WavePlan,
  facts: readonly MemberFacts[],
  runs: Codes,
  terminal: Terminal,
  other?: ExitCode,
): Outcome {
  for (const line of listWaves(fleet, facts)) terminal.say(line);
  for (const line of explainWays(facts)) terminal.say(line);
  const codes = plan.because.flatMap((name) => runs.get(name) ?? []);
  const byState = {
    going: exitCodes.unexpected,
    done: exitCodes.done,
    halted: exitCodes.failed,
    stopped: codes.find((code) => code !== exitCodes.done) ?? exitCodes.unexpected,
  };
  const interrupted = {
    text: `Interrupted: traffic stays where it is, and no run of "${fleet.name}" watches it now`,
    fix: `sluice rollout --fleet ${fleet.name} goes on`,
  };
  const sentence = other === exitCodes.interrupted ? interrupted : explainPlan(fleet, plan, facts);
  return {
    exitCode: other ?? byState[plan.state],
    sentence: printProblem(sentence),
    report: { event: "summary", ...toFleetReport(fleet, plan, facts) },
  };
}
