import { mostRestarts } from "../stage/canary-health";
import type { LivePod } from "../workload/pod";
import { burnRatesOf } from "../slo/burn-rates";
import { budgetOf } from "../slo/slo";
import { matchPodNames } from "../sources/pods";
import type { Slo } from "../slo/slo";
import { percent } from "../verdict/explain/percent";
import type { StableCount, VerifyFinding } from "./assess-verify";
import { pointSeconds } from "./points";
import type { VerifyPoint } from "./points";

/** Stable's requests at one point. */
export interface PointCount {
  readonly point: VerifyPoint;
  /** Undefined where they cannot be counted. */
  readonly count: StableCount | undefined;
}

/** Memory of one of stable's pods on average, bytes: a quarter of the way to a point, and at it. */
export interface MemoryGrowth {
  readonly point: VerifyPoint;
  readonly earlier: number;
  readonly later: number;
}

/** Restarts and kills of stable's pods since the end of a release. */
export interface RestartCount {
  /** Restarts of the pods of which a container ended since then. */
  readonly restarts: number;
  /** Containers killed for lack of memory since then. */
  readonly kills: number;
}

/** Fewer of these are too few to say anything. */
const least = 10;

/** A share that became so many times as large counts as worse. */
const worseFactor = 3;

/** Share that is borne whatever it was before. */
const borne = 0.01;

/** Memory that grew to so many times what it was. */
const growthLimit = 1.5;

/** Caches fill in the first minutes. */
const memoryFromSeconds = 900;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MiB`;

type Counted = "slow" | "denied";

/** A share of stable's answers against the same share before. */
function judgeShare(
  name: string,
  key: Counted,
  what: string,
  { count }: PointCount,
  before: StableCount | undefined,
): VerifyFinding | undefined {
  const [some, all] = [count?.[key], count?.requests ?? 0];
  const usual = before?.[key];
  if (some === undefined || all === 0 || before === undefined || usual === undefined || before.requests === 0)
    return undefined;
  const limit = Math.max(borne, (worseFactor * usual) / before.requests);
  const text = `${some} of ${all} answers ${what} (${percent(some / all)}), ${percent(usual / before.requests)} before, limit ${percent(limit)}`;
  return { name, state: some >= least && some > limit * all ? "wrong" : "fine", text };
}

/** Latency and denials since then, each against the hour before the release; none where either is not counted. */
export function judgeShares(
  points: readonly PointCount[],
  before: StableCount | undefined,
  slowSeconds: number | undefined,
): readonly VerifyFinding[] {
  return points
    .flatMap((one) => [
      judgeShare(`latency ${one.point}`, "slow", `took longer than ${slowSeconds ?? 0} s`, one, before),
      judgeShare(`denials ${one.point}`, "denied", "were 4xx", one, before),
    ])
    .filter((finding) => finding !== undefined);
}

/** Speed at which the error budget burned, against the alert of the window that a point lies in. */
export function judgeBurn(points: readonly PointCount[], slo: Slo | undefined): readonly VerifyFinding[] {
  if (slo === undefined) return [];
  return points.flatMap(({ point, count }): VerifyFinding[] => {
    const rate = burnRatesOf(slo).find(({ longSeconds }) => pointSeconds(point) <= longSeconds);
    if (rate === undefined || count === undefined || count.requests === 0) return [];
    const speed = count.errors / count.requests / budgetOf(slo);
    const isFast = speed > rate.factor && count.errors >= least;
    const text = `the error budget of ${percent(budgetOf(slo))} burns ${speed.toFixed(1)} times as fast as it lasts, limit ${rate.factor}`;
    return [{ name: `burn ${point}`, state: isFast ? "wrong" : "fine", text }];
  });
}

/** Growth of memory from a quarter of a point on. */
export function judgeMemory(growth: readonly MemoryGrowth[]): readonly VerifyFinding[] {
  return growth.map(({ point, earlier, later }) => ({
    name: `memory ${point}`,
    state: later > growthLimit * earlier ? "wrong" : "fine",
    text: `a pod of stable has ${megabytes(later)} on average, ${megabytes(earlier)} before it, limit ${growthLimit} times`,
  }));
}

/** Moments at which memory is read for a point, seconds since the epoch; undefined where it is too soon. */
export function memoryMoments(
  point: VerifyPoint,
  endedAtSeconds: number,
  nowSeconds: number,
): { readonly earlier: number; readonly later: number } | undefined {
  const length = pointSeconds(point);
  if (length < memoryFromSeconds || nowSeconds - endedAtSeconds < memoryFromSeconds) return undefined;
  const later = Math.min(nowSeconds, endedAtSeconds + length);
  return { earlier: endedAtSeconds + Math.round((later - endedAtSeconds) / 4), later };
}

/** Query of the memory of one of stable's pods on average at a moment, by cAdvisor. */
export function memoryQuery(
  { app, namespace }: { readonly app: string; readonly namespace: string },
  atSeconds: number,
): string {
  const pods = `container_memory_working_set_bytes{namespace="${namespace}",pod=~"${matchPodNames({ app }, "stable")}",container!=""}`;
  return `avg(sum by (pod) (${pods} @ ${Math.round(atSeconds)}))`;
}

/** Restarts of stable's pods since a moment. */
export function countRestarts(pods: readonly LivePod[], sinceSeconds: number): RestartCount {
  const since = (at: number | undefined): boolean => at !== undefined && at >= sinceSeconds;
  return {
    restarts: pods
      .filter(({ lastEndSeconds }) => since(lastEndSeconds))
      .reduce((total, { restarts }) => total + restarts, 0),
    kills: pods.flatMap(({ oomKills }) => oomKills).filter(({ atSeconds }) => since(atSeconds)).length,
  };
}

/** Restarts since then; none are judged where nobody counted them. */
export function judgeRestarts(count: RestartCount | undefined): readonly VerifyFinding[] {
  if (count === undefined) return [];
  const { restarts, kills } = count;
  const isWrong = kills > 0 || restarts > mostRestarts;
  const killed = kills === 0 ? "" : `, ${kills} containers were killed for lack of memory`;
  const text = `${restarts} restarts of pods that restarted since then, at most ${mostRestarts} are borne${killed}`;
  return [{ name: "restarts", state: isWrong ? "wrong" : "fine", text }];
}
