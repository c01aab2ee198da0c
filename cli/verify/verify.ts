import { listPods } from "../../components/cluster/pods";
import { readTrack } from "../../components/cluster/workloads";
import { runChecks } from "../../components/checks/run-checks";
import { slowSecondsOf, sourceOf } from "../../components/core/sources/sources";
import { countRestarts } from "../../components/core/verify/judge-rest";
import { countBetween } from "../../components/core/evidence/samples/count-between";
import { scrapeInterval } from "../../components/core/evidence/samples/scrape-interval";
import { exitCodes } from "../../components/core/exit-code";
import { given } from "../../components/core/given";
import { isRunning } from "../../components/core/ledger/ledger";
import type { Attempt, Ledger } from "../../components/core/ledger/ledger";
import { rollbackCommand } from "../../components/core/ledger/promoted-version";
import { verified } from "../../components/core/ledger/verified";
import { printProblem } from "../../components/core/problem";
import { RunEnd } from "../../components/core/run-end";
import { assessVerify } from "../../components/core/verify/assess-verify";
import type { StableCount, StableWindow, VerifyFacts } from "../../components/core/verify/assess-verify";
import { decideWayBack } from "../../components/core/verify/decide-way-back";
import { explainVerify, listFindings } from "../../components/core/verify/explain-verify";
import { rangeOf, verifyPointNames } from "../../components/core/verify/points";
import type { VerifyPoint } from "../../components/core/verify/points";
import { openSource } from "../../components/prometheus/source";
import { runCheckJobs } from "../../components/stage/jobs/run-check-jobs";
import { pinnedParameters } from "../../components/stage/evidence/pinned";
import { findOwnRoute } from "../../components/traffic/look/read-route";
import type { Environment } from "../environment";
import { countStable } from "./count-stable";
import { readMemory } from "./read-memory";
import type { Outcome } from "../run-command";

/** Takes a promoted release back, as `sluice rollback` does. */
export type TakeBack = (context: Environment) => Promise<Outcome>;

/** Least length of a piece of time in which requests are counted, seconds. */
const windowSeconds = 30;

const hourSeconds = 3600;

interface Ended {
  readonly ledger: Ledger;
  readonly attempt: Attempt;
  readonly endedAtSeconds: number;
  readonly wentBack: boolean;
}

/** The attempt that ended, or the reason why there is nothing to look at. */
function demandEnded(environment: string, ledger: Ledger | undefined): Ended {
  const { attempt } = ledger ?? {};
  const endedAtSeconds = attempt?.endedAtSeconds;
  if (ledger === undefined || attempt === undefined || endedAtSeconds === undefined || isRunning(ledger)) {
    throw new RunEnd("refused", {
      text: `Cannot verify "${environment}": the last release must be over: got ${ledger?.phase ?? "none"}`,
      fix: `sluice status ${environment}`,
    });
  }
  return {
    ledger,
    attempt,
    endedAtSeconds,
    wentBack: ledger.phase === "aborted" || attempt.kind === "rollback",
  };
}

/** Points that are reached; the earliest one counts as it is until then, so that nobody waits to see that all is well. */
function choosePoints(
  at: VerifyPoint | "all",
  endedAtSeconds: number,
  nowSeconds: number,
): readonly VerifyPoint[] {
  if (at !== "all") return [at];
  const reached = verifyPointNames.filter(
    (point) => rangeOf(point, endedAtSeconds).untilSeconds <= nowSeconds,
  );
  return reached.length === 0 ? verifyPointNames.slice(0, 1) : reached;
}

async function readFacts(
  context: Environment,
  ended: Ended,
  points: readonly VerifyPoint[],
): Promise<VerifyFacts> {
  const { settings, cluster } = context;
  const { ledger, attempt, endedAtSeconds, wentBack } = ended;
  const nowSeconds = context.now();
  const reader = openSource(cluster, settings);
  const count = async (from: number, until: number): Promise<StableCount | undefined> => {
    const { series, problems } = await reader.read(from, until);
    return problems.length > 0 ? undefined : countStable(series, from, until);
  };
  const windows = async (): Promise<readonly StableWindow[]> => {
    const from = Math.max(endedAtSeconds, nowSeconds - hourSeconds);
    const { series, problems } = await reader.read(from, nowSeconds);
    if (problems.length > 0) return [];
    const width = Math.max(windowSeconds, 3 * (scrapeInterval(series) ?? 0));
    const many = Math.floor((nowSeconds - from) / width);
    return Array.from({ length: many }, (_, nth) => {
      const untilSeconds = from + (nth + 1) * width;
      return { ...countBetween(series, untilSeconds - width, untilSeconds).stable, untilSeconds };
    });
  };
  const use = wentBack ? "aborted" : "promoted";
  const route = await findOwnRoute(cluster, settings).catch(() => undefined);
  const about = { place: use, attempt: attempt.number };
  const asked = { cluster, settings, route, about, nowSeconds };
  const moment = { use, isCanaryUp: false, isRollback: attempt.kind === "rollback" } as const;
  const { signal: interrupted } = new AbortController();
  const [counts, before, stable, pods, checks, jobs, since, memory] = await Promise.all([
    Promise.all(
      points.map(async (point) => {
        const { fromSeconds, untilSeconds } = rangeOf(point, endedAtSeconds);
        const counted = await count(fromSeconds, Math.min(untilSeconds, nowSeconds));
        return { point, count: counted };
      }),
    ),
    count(attempt.startedAtSeconds - hourSeconds, attempt.startedAtSeconds),
    readTrack(cluster, settings, "stable"),
    listPods(cluster, settings, "stable"),
    runChecks(asked, moment),
    runCheckJobs({ cluster, interrupted }, asked, moment),
    wentBack ? windows() : [],
    readMemory(context, points, endedAtSeconds),
  ]);
  const restarts = pods.reduce((total, pod) => total + pod.restarts, 0);
  return {
    points: counts,
    before,
    objective: pinnedParameters(ledger, settings).objectiveErrorRatio,
    pods: stable && { ready: stable.readyReplicas, wanted: stable.replicas, restarts },
    checks: checks && [...checks, ...jobs],
    windows: since,
    endedAtSeconds,
    memory,
    restarts: countRestarts(pods, endedAtSeconds),
    ...given("slowSeconds", slowSecondsOf(sourceOf(settings.analysis))),
    // Slow answers are compared with the hour before, with or without an objective.
    ...given(
      "slo",
      settings.slos?.find(({ name }) => name === "availability"),
    ),
  };
}

/**
 * Looks at stable after a release, an abort or a rollback: its requests against those before, its pods, the checks.
 * Its findings are noted in the ledger, with an Event.
 * @param takeBack - takes the release back where `verify.onFail` says so. @default - it stays
 */
export async function verify(
  context: Environment,
  at: VerifyPoint | "all",
  takeBack?: TakeBack,
): Promise<Outcome> {
  const { environment, app } = context.settings;
  const ended = demandEnded(environment, (await context.store.read())?.ledger);
  const points = choosePoints(at, ended.endedAtSeconds, context.now());
  const report = assessVerify(await readFacts(context, ended, points));
  const { state, findings, recoveredAtSeconds } = report;
  const sentence = explainVerify(report, ended.wentBack);
  await context.commit((ledger, nowSeconds) =>
    verified(ledger, {
      attempt: ended.attempt.number,
      points,
      atSeconds: nowSeconds,
      state,
      wentBack: ended.wentBack,
      sentence,
    }),
  );
  const { onVerifyFail = "notify" } = context.settings;
  const wayBack = takeBack && decideWayBack(ended.ledger, report, onVerifyFail);
  const codes = { fine: exitCodes.done, wrong: exitCodes.failed, unknown: exitCodes.inconclusive };
  const way = state === "wrong" && wayBack === undefined ? rollbackCommand(ended.ledger) : undefined;
  const end = printProblem({ text: `${app} in ${environment}: ${sentence}`, ...given("fix", way) });
  const told = [...listFindings(findings), end];
  const outcome = {
    exitCode: codes[state],
    sentence: [...told, ...(wayBack === undefined ? [] : [wayBack.sentence])].join("\n"),
    report: {
      environment,
      app,
      sentence,
      state,
      points,
      findings,
      recoveredAt:
        recoveredAtSeconds === undefined ? null : new Date(recoveredAtSeconds * 1000).toISOString(),
    },
  };
  if (takeBack === undefined || wayBack?.goesBack !== true) return outcome;
  context.say(outcome.sentence);
  const { exitCode, sentence: said, report: back } = await takeBack(context);
  return {
    // Stable was not as it should be, also where it goes back without a fault.
    exitCode: exitCode === exitCodes.done ? outcome.exitCode : exitCode,
    ...given("sentence", said),
    report: { ...outcome.report, rollback: { ...back, exitCode } },
  };
}
