import type { CheckFact } from "../checks/spec";
import { percent } from "../verdict/explain/percent";
import type { Slo } from "../slo/slo";
import { judgeBurn, judgeMemory, judgeRestarts, judgeShares } from "./judge-rest";
import type { MemoryGrowth, PointCount, RestartCount } from "./judge-rest";

/** Requests of stable and how many of them failed. */
export interface StableCount {
  readonly requests: number;
  readonly errors: number;
  /** Slower than the source's largest usual bucket. @default - not known */
  readonly slow?: number;
  /** Answered with a 4xx that nothing excuses. @default - not known */
  readonly denied?: number;
}

/** A piece of time after the end of a release, with stable's requests in it. */
export interface StableWindow extends StableCount {
  /** Seconds since the epoch. */
  readonly untilSeconds: number;
}

/** Facts of stable after a release, an abort or a rollback. */
export interface VerifyFacts {
  /** Points that are looked at, each with stable's requests; undefined where they cannot be counted. */
  readonly points: readonly PointCount[];
  /** Stable's requests in the hour before the release; undefined where they cannot be counted. */
  readonly before: StableCount | undefined;
  /** Objective of the attempt, ratio. */
  readonly objective: number;
  /** Pods of stable; undefined where there are none. */
  readonly pods: { readonly ready: number; readonly wanted: number; readonly restarts: number } | undefined;
  /** Absent where none are configured. */
  readonly checks?: readonly CheckFact[] | undefined;
  /** Windows since the end, oldest first, where the release went back. @default none */
  readonly windows?: readonly StableWindow[];
  readonly endedAtSeconds: number;
  /** Time from which on an answer counts as slow, seconds. @default - they are not counted */
  readonly slowSeconds?: number;
  /** Objective of the service. @default none */
  readonly slo?: Slo;
  /** Memory at the points where it is known. @default none */
  readonly memory?: readonly MemoryGrowth[];
  /** Restarts since the end. @default - not counted */
  readonly restarts?: RestartCount;
}

/** State of one fact. */
export type VerifyState = "fine" | "wrong" | "unknown";

/** One fact, judged. */
export interface VerifyFinding {
  readonly name: string;
  readonly state: VerifyState;
  readonly text: string;
  /** It is wrong by so much that the release itself may be taken back for it. @default false */
  readonly isHarm?: true;
}

/** Everything that was looked at, and the worst of it. */
export interface VerifyReport {
  readonly state: VerifyState;
  readonly findings: readonly VerifyFinding[];
  /** Time at which stable was well again; undefined where it is not, or is not known to be. */
  readonly recoveredAtSeconds?: number;
}

/** Fewer errors than this are too few to take a release back for. */
const leastHarm = 10;

/** So many times stable's own error ratio before counts as worse, as in the soak. */
const worseFactor = 3;

function toLimit({ before, objective }: VerifyFacts): number {
  const baseline = before === undefined || before.requests === 0 ? 0 : before.errors / before.requests;
  return Math.max(objective, worseFactor * baseline);
}

function judgeErrors(facts: VerifyFacts): readonly VerifyFinding[] {
  const limit = toLimit(facts);
  return facts.points.map(({ point, count }): VerifyFinding => {
    const name = `errors ${point}`;
    if (count === undefined) return { name, state: "unknown", text: "Prometheus gives no count" };
    const { requests, errors } = count;
    if (requests === 0) return { name, state: "unknown", text: "no request was counted" };
    const text = `${errors} of ${requests} requests failed (${percent(errors / requests)}), limit ${percent(limit)}`;
    if (errors <= limit * requests) return { name, state: "fine", text };
    return { name, state: "wrong", text, ...(errors < leastHarm ? {} : { isHarm: true }) };
  });
}

function judgePods({ pods }: VerifyFacts): VerifyFinding {
  if (pods === undefined) return { name: "pods", state: "wrong", text: "stable is missing" };
  const { ready, wanted, restarts } = pods;
  const text = `${ready} of ${wanted} pods of stable are ready, ${restarts} restarts of those that run`;
  return { name: "pods", state: ready < wanted ? "wrong" : "fine", text };
}

function judgeFact({ name: check, isFine, isUnknown, text }: CheckFact): VerifyFinding {
  const name = `check ${check}`;
  if (isFine) return { name, state: "fine", text };
  return isUnknown === true ? { name, state: "unknown", text } : { name, state: "wrong", text, isHarm: true };
}

const order: readonly VerifyState[] = ["wrong", "unknown", "fine"];

/** End of the last window that was not well; undefined where the newest one is not. */
function findRecovery(facts: VerifyFacts): number | undefined {
  const { windows = [], endedAtSeconds } = facts;
  const counted = windows.filter(({ requests }) => requests > 0);
  const last = counted.findLastIndex(({ requests, errors }) => errors > toLimit(facts) * requests);
  if (counted.length === 0 || last === counted.length - 1) return undefined;
  return counted[last]?.untilSeconds ?? endedAtSeconds;
}

/** Judges stable after a release by what was found. */
export function assessVerify(facts: VerifyFacts): VerifyReport {
  const checks = (facts.checks ?? []).map(judgeFact);
  const { points, before, slowSeconds, slo, memory = [], restarts } = facts;
  const findings = [
    ...judgeErrors(facts),
    ...judgeShares(points, before, slowSeconds),
    ...judgeBurn(points, slo),
    ...judgeMemory(memory),
    judgePods(facts),
    ...judgeRestarts(restarts),
    ...checks,
  ];
  const state = order.find((one) => findings.some((finding) => finding.state === one)) as VerifyState;
  const at = state === "fine" ? findRecovery(facts) : undefined;
  return { state, findings, ...(at === undefined ? {} : { recoveredAtSeconds: at }) };
}
