import { listTrials } from "../trial/explain-trials";
import { isRebuilt } from "../ledger/transitions/attempt-transition";
import { formatDuration } from "../duration";
import { isRunning } from "../ledger/ledger";
import type { Ledger, Watcher } from "../ledger/ledger";
import { rollbackCommand } from "../ledger/promoted-version";
import { pauseOf, resumeCommand } from "../ledger/pause";
import { describeWatcher, isWatching } from "../ledger/watcher";
import { reconcileWeight } from "../ledger/transitions/reconcile-weight";
import { describeExposure, describeWeight } from "../stage/exposure";
import { stageStack } from "../stage/stack-name";
import { printProblem } from "../problem";
import type { Problem } from "../problem";
import { describeDatabase } from "./explain-database";
import { hideIn } from "../report/hide-in";
import { describeBudget } from "../slo/budget";
import { describeWatchdog } from "../workload/watchdog/decide-watchdog";
import type { Status, StatusFacts } from "./status";

/** Projects ledger and live objects to what `sluice status --json` prints, without secrets in people's reasons. */
export function describeStatus(facts: StatusFacts): Status {
  const { environment, app, ledger, stable, canary, route } = facts;
  const attempt = ledger?.attempt;
  const lock = ledger?.lock;
  const pause = pauseOf(ledger);
  const unwatchedSeconds = unwatchedSince(facts);
  const watcher = findWatcher(facts);
  return hideIn({
    environment,
    app,
    phase: ledger?.phase ?? null,
    attempt: attempt?.number ?? null,
    kind: attempt?.kind ?? null,
    release: attempt?.image ?? null,
    revision: attempt?.revision ?? null,
    changes: attempt?.changes ?? [],
    startedAt: time(attempt?.startedAtSeconds),
    endedAt: time(attempt?.endedAtSeconds),
    endReason: attempt?.endReason ?? null,
    stableImage: stable?.image ?? null,
    canaryImage: canary?.image ?? null,
    stableRevision: stable?.revision ?? null,
    canaryRevision: canary?.revision ?? null,
    weight: {
      ledger: ledger?.weight ?? null,
      live: route?.weight ?? null,
      observed: facts.observedPercent ?? null,
    },
    unwatchedSince: time(unwatchedSeconds),
    watcher: watcher === undefined ? null : { who: watcher.who, at: time(watcher.atSeconds) },
    watchdog: watchdogOf(facts)?.text ?? null,
    stages: (attempt?.stages ?? []).map(({ key, exposure, phase, verdict }) => ({
      key,
      exposure,
      phase,
      verdict: verdict ?? null,
    })),
    lock: lock === undefined ? null : { stack: lock.stack, who: lock.who, alive: facts.lockAlive ?? null },
    note: ledger?.note ?? null,
    paused: pause === undefined ? null : { who: pause.who, at: time(pause.atSeconds), reason: pause.reason },
    database:
      ledger?.database === undefined
        ? null
        : { ...ledger.database, sentence: describeDatabase(ledger.database) },
    trials: ledger?.attempt?.trials ?? [],
    budgets: null,
    problems: problems(facts),
    byHand: canAbort(facts) ? (facts.zeroByHand ?? null) : null,
    next: nextSteps(environment, ledger, facts.lockAlive),
    promoted: ledger?.promoted ?? [],
    earlier: ledger?.earlier ?? [],
    moves: ledger?.moves ?? [],
  });
}

/** The watch that stands in for a run now. */
function findWatcher({
  ledger,
  nowSeconds,
}: Pick<StatusFacts, "ledger" | "nowSeconds">): Watcher | undefined {
  const last = isRunning(ledger) ? ledger?.watcher : undefined;
  return isWatching(last, nowSeconds) ? last : undefined;
}

/** State of the watchdog while a release runs. */
function watchdogOf({ ledger, route, watchdog }: Pick<StatusFacts, "ledger" | "route" | "watchdog">) {
  if (watchdog === undefined || ledger === undefined || !isRunning(ledger)) return undefined;
  return describeWatchdog(watchdog, route?.weight ?? ledger.weight);
}

/**
 * Time since when the canary's traffic is not judged: evidence ends there, and no process has the lock.
 * @returns seconds since the epoch; undefined while a run watches, and where the canary has no traffic
 */
export function unwatchedSince(
  facts: Pick<StatusFacts, "ledger" | "route" | "lockAlive" | "nowSeconds">,
): number | undefined {
  const { ledger, route, lockAlive } = facts;
  if (ledger === undefined || !isRunning(ledger)) return undefined;
  const watched = ledger.lock !== undefined && lockAlive !== false;
  if (watched || (route?.weight ?? ledger.weight) === 0 || findWatcher(facts) !== undefined) return undefined;
  const moved = ledger.moves.at(-1)?.atSeconds ?? ledger.attempt?.startedAtSeconds;
  const known = [ledger.watchedUntilSeconds, moved].filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Whether weight 0 by itself is right: while stable rolls it would get requests before it is ready. */
function canAbort({ ledger, route }: StatusFacts): boolean {
  if (ledger?.phase === "promoting") return false;
  return isRunning(ledger) || (route?.weight ?? 0) > 0;
}

function problems(facts: StatusFacts): readonly Problem[] {
  const { ledger, ledgerProblem, stable, canary, route, routeProblem, environment, nowSeconds } = facts;
  const unread = routeProblem === undefined ? [] : [routeProblem];
  if (ledgerProblem !== undefined) {
    const text = `the ledger cannot be read: ${ledgerProblem}`;
    return [{ text, fix: `\`pulumi up -s ${environment}\` shows what to do` }, ...unread];
  }
  if (ledger === undefined) return unread;
  const gone = Object.entries({ stable, canary, route: route ?? routeProblem })
    .filter(([, object]) => object === undefined)
    .map(([name]) => name);
  const found = route === undefined ? undefined : reconcileWeight(ledger, route, nowSeconds);
  const drift = found?.kind === "drift" ? found : found?.kind === "adopt" ? found.drift : undefined;
  const readiness = route?.readiness;
  return [
    ...unread,
    ...(gone.length === 0
      ? []
      : [
          {
            text: `missing: ${gone.join(", ")}`,
            fix: `\`pulumi up --refresh -s ${environment}\` creates it again`,
          },
        ]),
    ...[
      drift,
      route?.damage,
      readiness?.kind === "ready" ? undefined : readiness,
      watchdogOf(facts)?.problem,
    ].flatMap((one) => (one === undefined ? [] : [{ text: one.text, fix: one.fix }])),
  ];
}

function nextSteps(environment: string, ledger: Ledger | undefined, lockAlive?: boolean): readonly string[] {
  const rollout = `sluice rollout ${environment}`;
  const abort = `sluice abort ${environment} --reason TEXT`;
  if (ledger === undefined) return [rollout];
  if (pauseOf(ledger) !== undefined) return [resumeCommand(environment), abort];
  const wait = ledger.lock !== undefined && lockAlive !== false ? [`wait for ${ledger.lock.stack}`] : [];
  const wayBack = rollbackCommand(ledger);
  const back = wayBack === undefined ? [] : [wayBack];
  switch (ledger.phase) {
    case "promoted":
      return [...wait, `commit the next release, then ${rollout}`, ...back];
    case "aborted":
      return [
        ...wait,
        `commit another version, then ${rollout}`,
        `sluice retry ${environment} --reason TEXT`,
        ...back.map((command) => `where stable is bad, too: ${command}`),
      ];
    case "promoting":
    case "passed": {
      const isWithStable = ledger.phase === "promoting" && ledger.weight === 0;
      const isFirst = ledger.attempt?.kind === "first";
      const off = isWithStable ? (isFirst ? [] : [`sluice rollback ${environment}`]) : [abort];
      return [...wait, `pulumi up -s ${environment}`, ...off];
    }
    case "progressing":
    case "held": {
      const stage = ledger.attempt?.stages.find(({ phase }) => phase !== "passed");
      if (isRebuilt(ledger.attempt) || stage === undefined) return [...wait, abort];
      return [...wait, rollout, `pulumi up -s ${stageStack(environment, stage.key)}`, abort];
    }
  }
}

function time(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}

/** Text of `sluice status` for people: one fact per line, the next commands at the end. */
export function explainStatus(status: Status, nowSeconds: number): string {
  const { environment, app, phase, attempt, kind, release, weight, unwatchedSince: since } = status;
  const percent = (value: number | null) =>
    value === null ? "unknown" : describeWeight(Number(value.toFixed(1)));
  const ago = (text: string) => formatDuration(Math.max(0, nowSeconds - Date.parse(text) / 1000));
  const ended =
    status.endReason === null || status.endedAt === null
      ? ""
      : `, ended ${status.endedAt}: ${status.endReason}`;
  return [
    `${environment} ${app}: ${phase ?? "no release was ever made"}${status.note === null ? "" : ` (${status.note})`}`,
    ...(release === null
      ? []
      : [`release   ${release}${ofRevision(status.revision)}, attempt ${attempt} (${kind})${ended}`]),
    ...(status.changes.length === 0 ? [] : [`changes   ${status.changes.join(", ")}`]),
    `stable    ${status.stableImage ?? "missing"}${ofRevision(status.stableRevision)}`,
    `canary    ${status.canaryImage ?? "missing"}${ofRevision(status.canaryRevision)}`,
    `weight    ${percent(weight.live)} live, ${percent(weight.ledger)} in the ledger, ${percent(weight.observed)} observed`,
    ...status.stages.map(
      (stage) =>
        `stage     ${describeExposure(stage)} ${stage.phase}${stage.verdict === null ? "" : `: ${stage.verdict.sentence}`}`,
    ),
    ...listTrials(status.trials).map((line) => `on trial  ${line}`),
    ...(status.database === null ? [] : [`database  ${status.database.sentence}`]),
    ...(status.budgets ?? []).map((budget) => `budget    ${describeBudget(budget)}`),
    ...(status.lock === null
      ? []
      : [`lock      ${status.lock.stack} (${status.lock.who})${lockState(status.lock.alive)}`]),
    ...(status.paused === null
      ? []
      : [`paused    by ${status.paused.who} at ${status.paused.at}: ${status.paused.reason}; nothing rises`]),
    ...(status.watcher === null
      ? []
      : [`watched   by ${describeWatcher(status.watcher.who)}; last look ${status.watcher.at}`]),
    ...(status.watchdog === null ? [] : [`watchdog  ${status.watchdog}`]),
    ...(since === null
      ? []
      : [
          `unwatched since ${since} (${ago(since)}): no run judges the canary's traffic now; sluice watch ${environment} does`,
        ]),
    ...status.problems.map((problem) => `problem   ${printProblem(problem).replace("\n", "\n        ")}`),
    ...(status.byHand === null ? [] : [`by hand   ${status.byHand}`]),
    ...status.next.map((step, index) => `${index === 0 ? "next     " : "or       "} ${step}`),
  ].join("\n");
}

function ofRevision(revision: string | null): string {
  return revision === null ? "" : ` (revision ${revision})`;
}

function lockState(alive: boolean | null): string {
  if (alive === null) return "";
  return alive ? ", at work" : ", its process is gone";
}
