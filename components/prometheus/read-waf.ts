import type { Cluster } from "../cluster/api";
import { hitsQuery, readWafCounts } from "../core/edge/waf-hits";
import type { WafCounts } from "../core/edge/waf-hits";
import { mergeMetrics } from "../core/evidence/read-counters";
import type { Settings } from "../core/settings";
import { fillIn } from "../core/sources/metric-query";
import { renderRange } from "../core/sources/promql";
import { toSelectorInput } from "../core/sources/selector-input";
import type { RawMetric } from "../core/sources/source";
import { openPrometheus } from "./open-prometheus";
import { planWindows } from "./windows";

/** Read before the time that is asked for, so that counters have a value to rise from, seconds. */
const leadSeconds = 300;

/**
 * Reads what both tracks' firewalls counted between two moments, seconds since the epoch.
 * @param selector - counters to read: rules and decisions, or decisions alone, which are few series
 * @returns a problem where Prometheus does not answer
 */
export async function readWaf(
  cluster: Cluster,
  settings: Settings,
  fromSeconds: number,
  untilSeconds: number,
  selector = hitsQuery,
): Promise<WafCounts | { readonly problem: string }> {
  const app = toSelectorInput(settings);
  const prometheus = openPrometheus(cluster, settings.analysis);
  const answers: (readonly RawMetric[])[] = [];
  for (const { atSeconds, rangeSeconds } of planWindows(fromSeconds - leadSeconds, untilSeconds)) {
    const query = renderRange(fillIn(selector, app), rangeSeconds);
    const answer = await prometheus.queryRaw(query, atSeconds);
    if (!answer.ok) return { problem: `${answer.error.code}: ${answer.error.message} (${prometheus.name})` };
    answers.push(answer.value);
  }
  return readWafCounts(mergeMetrics(answers), app, fromSeconds);
}
