import { describeDatabase } from "../commands/explain-database";
import { describeWeight } from "../stage/exposure";
import { kubectl } from "../access/kubectl";
import { formatDuration } from "../duration";
import type { PreflightState } from "../ledger/sign-off";
import { describeVersion } from "../revision/version";
import { objectNames } from "../settings";
import type { Settings } from "../settings";
import { countCost, countHarm } from "./count-harm";
import { fillLinks } from "./links";
import { listAfter } from "./list-after";
import { isOver } from "./record";
import type { BudgetFact } from "../slo/budget";
import type { AttemptRecord } from "./record";
import type { HarmCount, PodTraces, Report } from "./report";
import { listTimeline } from "./timeline";

/** Facts that a report is made of. */
export interface ReportFacts {
  readonly settings: Pick<Settings, "cluster" | "namespace" | "contacts">;
  readonly record: AttemptRecord;
  /** Answers of people that the ledger has. @default none */
  readonly said?: PreflightState | undefined;
  /** Absent where the attempt was not aborted, and where the cluster was not asked. */
  readonly traces?: PodTraces;
  /** Error budgets as they are now. @default none */
  readonly budgets?: readonly BudgetFact[];
  readonly nowSeconds: number;
}

const time = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

function toHeadline(record: AttemptRecord, harm: HarmCount, nowSeconds: number): string {
  const { attempt, phase, app, environment, weight } = record;
  const { startedAtSeconds, endedAtSeconds = nowSeconds } = attempt;
  const what = `${app} in ${environment}, attempt ${attempt.number}`;
  const took = formatDuration(endedAtSeconds - startedAtSeconds);
  if (phase === "promoted") return `${what}: ${describeVersion(attempt)} is stable after ${took}`;
  if (phase !== "aborted") return `${what}: ${phase} at ${describeWeight(weight)} since ${took}`;
  const avoided = harm.avoided === 0 ? "" : `, about ${harm.avoided} more were avoided`;
  return `${what}: taken back after ${took}; ${harm.served} requests failed on the canary${avoided}`;
}

function listCommands({ settings, record }: ReportFacts): readonly string[] {
  const { environment, app, attempt, phase } = record;
  const { canary } = objectNames(app);
  if (!isOver(record)) return [`sluice status ${environment}`];
  if (phase === "promoted") return attempt.kind === "first" ? [] : [`sluice rollback ${environment}`];
  const at = (line: string): string => kubectl(settings.cluster, `-n ${settings.namespace} ${line}`);
  return [
    `sluice retry ${environment} --reason TEXT`,
    `sluice runbook ${environment}`,
    at("get events --sort-by=.lastTimestamp"),
    at(`logs deployment/${canary} --all-containers --tail=200`),
  ];
}

/** Projects the record of an attempt, and what its pods left, to a report. */
export function describeReport(facts: ReportFacts): Report {
  const { record, traces, budgets = [], nowSeconds, settings, said } = facts;
  const { environment, app, attempt, phase, moves } = record;
  const harm = countHarm(attempt.stages);
  return {
    environment,
    app,
    attempt: attempt.number,
    kind: attempt.kind,
    outcome: phase,
    headline: toHeadline(record, harm, nowSeconds),
    endReason: attempt.endReason ?? null,
    release: attempt.image,
    revision: attempt.revision ?? null,
    previous: attempt.previousImage ?? null,
    previousRevision: attempt.previousRevision ?? null,
    changes: attempt.changes ?? null,
    commit:
      attempt.checkout === undefined
        ? null
        : `${attempt.checkout.commit}${attempt.checkout.changed ? " with changed files" : ""}`,
    startedAt: new Date(attempt.startedAtSeconds * 1000).toISOString(),
    endedAt: time(attempt.endedAtSeconds),
    startedBy: attempt.startedBy ?? null,
    database: record.database === undefined ? null : describeDatabase(record.database),
    timeline: listTimeline(record),
    stages: attempt.stages,
    waived: moves.flatMap(({ from, to, waived = [] }) => waived.map((name) => `${name} (${from} → ${to} %)`)),
    policies: attempt.preflight?.policies ?? null,
    after: listAfter(record, said),
    trials: attempt.trials ?? [],
    harm,
    cost: countCost(record, nowSeconds),
    budgets,
    traces: traces ?? null,
    links: fillLinks(settings.contacts?.links ?? [], {
      app,
      environment,
      namespace: settings.namespace,
      attempt: attempt.number,
      image: attempt.image,
      startedAtSeconds: attempt.startedAtSeconds,
      endedAtSeconds: attempt.endedAtSeconds ?? nowSeconds,
    }),
    commands: listCommands(facts),
  };
}
