import type { Cluster } from "../../cluster/api";
import { readTrack } from "../../cluster/workloads";
import { isWafJudged, leaveOutWaf } from "../../core/edge/judged-waf";
import { countBetween } from "../../core/evidence/samples/count-between";
import { toMetricParameters } from "../../core/evidence/metric-rule";
import { given } from "../../core/given";
import { toOutcomeRules } from "../../core/evidence/answers/outcome-rules";
import { routerOf } from "../../core/routers/routers";
import { weightOf } from "../../core/stage/exposure";
import type { Settings } from "../../core/settings";
import { sourceOf } from "../../core/sources/sources";
import { whyNoSynthetic } from "../../core/stage/synthetic-terms";
import {
  chooseBadErrorRatio,
  defaultParameters,
  syntheticShareOfAlpha as syntheticShare,
} from "../../core/verdict/index";
import type { RawSeries } from "../../core/verdict/index";
import { openSource } from "../../prometheus/source";
import type { EvidenceReader } from "../../prometheus/source";
import { findRevision } from "../../revisions/revision-store";

/** Time over which stable's own error ratio is taken, seconds. */
const baselineSeconds = 600;
/** Routes are the busiest of so long before, by what was counted at its beginning and at its end, seconds. */
const routesSeconds = 3600;
/** Long enough for two slow scrapes, seconds. */
const glimpseSeconds = 150;

/**
 * Engine parameters of an attempt, fixed before its first request: what must not pass is twice the objective or twice
 * stable's own error ratio in the minutes before, whatever is more; the routes are those of the hour before. Never data
 * of the release itself.
 */
export async function chooseObjectives(
  cluster: Cluster,
  settings: Settings,
  nowSeconds: number,
): Promise<{ objectives: Record<string, unknown>; note?: string }> {
  const { parameters, tickSeconds, expect } = settings.analysis;
  const { metrics, note: unjudged } = await chooseMetrics(cluster, settings);
  const { byPods = false } = routerOf(settings);
  const reader = openSource(cluster, settings);
  const read = await reader.read(nowSeconds - baselineSeconds, nowSeconds);
  const earlier = await readEarlier(reader, read.series, nowSeconds);
  const usual = defaultParameters({
    tickSeconds,
    ...toMetricParameters(metrics),
    outcomes: toOutcomeRules([...earlier, ...read.series], sourceOf(settings.analysis), expect, byPods),
    ...(byPods ? firstShare(settings) : {}),
    ...(whyNoSynthetic(settings, { syntheticShare }) === undefined ? { syntheticShare } : {}),
    ...parameters,
  });
  const pinned = { metrics, places: read.places };
  if (parameters["pBad"] !== undefined) return { objectives: { ...usual, ...pinned }, ...note(unjudged) };
  const problem = read.problems[0]?.problem;
  const ratio = problem === undefined ? stableErrorRatio(read.series, nowSeconds) : undefined;
  const pBad = chooseBadErrorRatio(usual.objectiveErrorRatio, ratio ?? 0);
  return {
    objectives: { ...usual, pBad, ...pinned },
    ...note(
      unjudged,
      ratio === undefined
        ? `stable's own error ratio is not known (${problem ?? "no requests"}): the objective alone counts`
        : undefined,
    ),
  };
}

function note(...sentences: readonly (string | undefined)[]): { note?: string } {
  const told = sentences.filter((one) => one !== undefined);
  return told.length === 0 ? {} : { note: told.join("\n") };
}

/** Metrics of the settings without the firewall's, where stable or the version that is released has no firewall. */
async function chooseMetrics(cluster: Cluster, settings: Settings): Promise<ReturnType<typeof leaveOutWaf>> {
  const { metrics } = settings.analysis;
  if (!isWafJudged(metrics)) return { metrics };
  const { revision } = settings;
  const [stable, released] = await Promise.all([
    readTrack(cluster, settings, "stable"),
    // Only what was stored earlier can lack the firewall that the settings have.
    revision === undefined ? undefined : findRevision(cluster, settings, revision),
  ]);
  const templates = {
    ...given("stable", stable?.template),
    ...given("canary", released?.revision.template),
  };
  return leaveOutWaf(metrics, templates, sourceOf(settings.analysis));
}

/** The first stage that pods allow, where they make the share: no pass can come before it. */
function firstShare({ stages }: Settings): { passAboveWeight?: number } {
  const [first] = stages;
  const usual = defaultParameters().passAboveWeight;
  return first === undefined ? {} : { passAboveWeight: Math.max(usual, weightOf(first)) };
}

/** Growth of each counter of a route since an hour ago; nothing where no series gives a route. */
async function readEarlier(
  reader: EvidenceReader,
  series: readonly RawSeries[],
  nowSeconds: number,
): Promise<RawSeries[]> {
  const routed = series.filter(({ answer }) => (answer?.route ?? "") !== "");
  if (routed.length === 0) return [];
  const from = nowSeconds - routesSeconds;
  const before = await reader.read(from, from + glimpseSeconds);
  const last = new Map(before.series.map(({ id, samples }) => [id, samples.at(-1)]));
  return routed.flatMap((one) => {
    const [sample, first] = [last.get(one.id), one.samples[0]];
    return sample === undefined || first === undefined ? [] : [{ ...one, samples: [sample, first] }];
  });
}

function stableErrorRatio(series: readonly RawSeries[], nowSeconds: number): number | undefined {
  const counts = countBetween(series, nowSeconds - baselineSeconds, nowSeconds);
  return counts.stable.requests === 0 ? undefined : counts.stable.errors / counts.stable.requests;
}
