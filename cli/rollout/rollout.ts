import { describeWeight } from "../../components/core/stage/exposure";
import { LedgerUnreadableError } from "../../components/ledger/ledger-store";
import { printProblem } from "../../components/core/problem";
import type { Problem } from "../../components/core/problem";
import { exitCodes } from "../../components/core/exit-code";
import type { ExitCode } from "../../components/core/exit-code";
import { toVersion } from "../../components/core/revision/version";
import { wantedVersion } from "../../components/core/ledger/wanted-version";
import { isRunning } from "../../components/core/ledger/ledger";
import type { Ledger } from "../../components/core/ledger/ledger";
import { objectNames } from "../../components/core/settings";
import { readRoute } from "../../components/traffic/look/read-route";
import { waitFor } from "../../components/traffic/wait";
import type { Environment } from "../environment";
import type { EngineEvent } from "../engine/engine-event";
import { explainEvent } from "../engine/explain-event";
import { explainRun } from "../engine/explain-run";
import type { RunResult } from "../engine/explain-run";
import { foreseeStage } from "./foresee-stage";
import { isPlainProgram } from "../engine/plain-program";
import { planRollout } from "./plan-rollout";
import type { RolloutStep } from "./plan-rollout";
import { prepareUp } from "../engine/prepare-up";
import type { PreparedUp } from "../engine/prepare-up";
import type { Outcome } from "../run-command";
import { waitForResume } from "./wait-for-resume";
import { runUp } from "../engine/run-up";
import type { UpOptions } from "../engine/run-up";
import { openAhead } from "../engine/stage-ahead";
import type { AheadTerms, StageAhead } from "../engine/stage-ahead";
import { given } from "../../components/core/given";
import type { Terminal } from "../terminal";

/** Options of a rollout besides its environment. */
export interface RolloutOptions {
  readonly terminal: Terminal;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** Handed on to every `pulumi up`. @default [] */
  readonly extra?: readonly string[];
  /** Ends a release under way also from an older commit than the one that began it. @default false */
  readonly fromOlderCommit?: boolean;
  /** Reason why owners of objects that are taken write them no more. */
  readonly ownerStopped?: string | undefined;
  /** Decides the next run of the engine. @default planRollout */
  readonly plan?: (ledger: Ledger | undefined, ran: readonly string[]) => RolloutStep;
}

/**
 * Runs the engine stack by stack until the release is promoted or a run does not succeed. It does nothing that a person
 * could not do with `pulumi up`, and continues from the ledger's state.
 */
export async function rollout(context: Environment, options: RolloutOptions): Promise<Outcome> {
  const { environment } = context.settings;
  const checkout = toVersion(context.settings);
  const plan =
    options.plan ??
    ((ledger, ran) => planRollout({ environment, wanted: wantedVersion(checkout, ledger), ledger, ran }));
  const ran: string[] = [];
  let ahead: StageAhead | undefined;
  try {
    for (;;) {
      if (!(await waitForResume(context, options))) return await endInterrupted(context, options);
      const ledger = await readLedger(context, ran.length > 0);
      const step = plan(ledger, ran);
      if (step.kind === "end") return await summarize(context, options, step.exitCode, step.end);
      const prepared = await ahead?.take(step.stack);
      ahead = ran.length > 0 ? undefined : openAhead(foresee(context, options, ledger));
      const { exitCode, sentence, isPaused } = await runStep(context, options, step, { prepared, ahead });
      if (exitCode === exitCodes.interrupted) return await endInterrupted(context, options);
      // Paused after the step had begun: it is taken again, and waits.
      if (isPaused === true) continue;
      if (exitCode !== exitCodes.done) return await summarize(context, options, exitCode, { text: sentence });
      ran.push(step.stack);
    }
  } finally {
    await ahead?.end();
  }
}

/** Terms of preparing the stage that follows the base stack. */
function foresee(context: Environment, options: RolloutOptions, ledger: Ledger | undefined): AheadTerms {
  const { environment, app, stages } = context.settings;
  const checkout = toVersion(context.settings);
  const isUsual = options.plan === undefined && isPlainProgram(context.root);
  return {
    stack: isUsual
      ? foreseeStage({ environment, wanted: wantedVersion(checkout, ledger), ledger, stages })
      : undefined,
    canary: objectNames(app).canary,
    prepare: (stack) => prepareUp(toUp(context, options, stack)),
  };
}

/** Terms of the run of one stack. */
function toUp(
  { root, org }: Environment,
  { signal, extra = [], fromOlderCommit = false, ownerStopped }: RolloutOptions,
  stack: string,
  supersede?: number,
): UpOptions {
  return {
    root,
    stack,
    org,
    extra,
    env: {
      SLUICE_WAIT_FOR_RESUME: "true",
      ...(supersede === undefined ? {} : { SLUICE_SUPERSEDE: String(supersede) }),
      ...(fromOlderCommit ? { SLUICE_FROM_OLDER_COMMIT: "true" } : {}),
      ...given("SLUICE_FOREIGN_OWNER_STOPPED", ownerStopped),
    },
    signal,
  };
}

async function runStep(
  context: Environment,
  options: RolloutOptions,
  { stack, why, supersede }: RolloutStep & { kind: "up" },
  { prepared, ahead }: { readonly prepared: PreparedUp | undefined; readonly ahead: StageAhead | undefined },
): Promise<RunResult> {
  const { terminal } = options;
  const begun = performance.now();
  terminal.say(`${stack}: ${why}`);
  terminal.print({ event: "up", stack, why });
  const onEvent = (event: EngineEvent): void => {
    ahead?.heed(event);
    const line = explainEvent(event);
    if (line === undefined) return;
    if (line.stays) terminal.say(line.text);
    else terminal.progress(line.text);
    terminal.print({ event: line.stays ? "message" : "progress", stack, text: line.text.trim() });
  };
  const run = await (prepared === undefined
    ? runUp({ ...toUp(context, options, stack, supersede), onEvent })
    : prepared.begin({ onEvent }));
  const result = explainRun(run);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  terminal.print({ event: "ended", stack, ...result, seconds });
  if (result.exitCode === exitCodes.done) terminal.say(`${stack}: done in ${seconds} s`);
  return result;
}

/** An API server that is away for a moment must not end a release; a damaged ledger is the base stack's to explain. */
async function readLedger({ store }: Environment, hasRun: boolean): Promise<Ledger | undefined> {
  return await waitFor(
    async () => {
      try {
        return { done: (await store.read())?.ledger };
      } catch (error) {
        if (error instanceof LedgerUnreadableError && !hasRun) return { done: undefined };
        return { missing: (error as Error).message };
      }
    },
    { timeoutSeconds: 30, everyMs: 1000 },
  );
}

/** End of an interrupted rollout: nothing moves from here on, and no run watches. */
async function endInterrupted(context: Environment, options: RolloutOptions): Promise<Outcome> {
  const { environment, app } = context.settings;
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), 1000).unref();
  });
  const weight = await Promise.race([
    readRoute(context.cluster, context.settings).then(
      (route) => route?.live.weight,
      () => undefined,
    ),
    late,
  ]);
  const stays =
    weight === undefined ? "traffic stays where it is" : `traffic stays at ${describeWeight(weight)}`;
  return await summarize(context, options, exitCodes.interrupted, {
    text: `Interrupted: ${stays} on the canary of "${app}" and no run watches it now`,
    fix: wayOn(environment),
  });
}

async function summarize(
  context: Environment,
  { terminal }: RolloutOptions,
  exitCode: ExitCode,
  end: Problem,
): Promise<Outcome> {
  const { environment, app, image } = context.settings;
  const ledger =
    exitCode === exitCodes.interrupted
      ? undefined
      : (await context.store.read().catch(() => undefined))?.ledger;
  const attempt = ledger?.attempt;
  const unwatched =
    exitCode === exitCodes.done || exitCode === exitCodes.interrupted ? "" : explainUnwatched(ledger);
  terminal.progress("");
  return {
    exitCode,
    sentence: `${printProblem(end)}${unwatched}`,
    report: {
      event: "summary",
      environment,
      app,
      image,
      sentence: end.text,
      ...(end.fix === undefined ? {} : { fix: end.fix }),
      phase: ledger?.phase ?? null,
      attempt: attempt?.number ?? null,
      stages: (attempt?.stages ?? []).map(({ key, exposure, phase, verdict }) => ({
        key,
        exposure,
        phase,
        verdict: verdict ?? null,
      })),
    },
  };
}

/** Ways out for a person where the canary has traffic and no run watches it. */
function wayOn(environment: string): string {
  return `go on: sluice rollout ${environment}; take it off: sluice abort ${environment} --reason TEXT`;
}

/** Warning where a rollout ends with traffic on the canary: no run watches it. */
function explainUnwatched(ledger: Ledger | undefined): string {
  return ledger !== undefined && isRunning(ledger) && ledger.weight > 0 && ledger.lock === undefined
    ? `\n${printProblem({
        text: `The canary keeps ${describeWeight(ledger.weight)} and no run watches it now`,
        fix: wayOn(ledger.environment),
      })}`
    : "";
}
