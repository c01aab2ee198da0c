import type { MetricRule } from "../evidence/metric-rule";
import { asObjects, at } from "../json";
import type { Json } from "../revision/revision";
import type { SeriesReader } from "../sources/source";
import { tracks } from "../track";
import type { Track } from "../track";
import { wafContainer } from "./waf";

const counter = "sluice_waf_decisions_total{";

/** Counter of the requests that a firewall refuses, or would refuse in mode `detect`. */
export const decisionsQuery = `${counter}namespace="{{namespace}}"}`;

/** Whether a query, its placeholders filled in, is the firewall's own. */
export const isWafQuery = (query: string): boolean => query.startsWith(counter);

/** Whether pods of a template have the firewall. */
const hasWaf = (template: Json): boolean =>
  asObjects(at(template, "spec", "initContainers")).some(({ name }) => name === wafContainer);

const isOwn = (rule: MetricRule): boolean => rule.kind === "events" && rule.query === decisionsQuery;

/** Whether the firewall's own counter is judged. */
export const isWafJudged = (metrics: readonly MetricRule[]): boolean => metrics.some(isOwn);

/** Reader of the counters of requests, and what of a firewall's answers it tells. */
type Reader = Pick<SeriesReader, "untold" | "behindFirewall">;

const seesRefusals = ({ untold = [], behindFirewall }: Reader): boolean =>
  behindFirewall !== true && !untold.includes("classes");

/**
 * Metrics that both versions count: where one of them has no firewall there is nothing that the other's could be compared
 * with, and without both nothing would pass.
 * @param templates - pod templates; a version whose template is not known is taken to have one
 */
export function leaveOutWaf(
  metrics: readonly MetricRule[],
  templates: Readonly<Partial<Record<Track, Json>>>,
  reader: Reader,
): { readonly metrics: readonly MetricRule[]; readonly note?: string } {
  const bare = tracks.find((track) => {
    const template = templates[track];
    return template !== undefined && !hasWaf(template);
  });
  if (bare === undefined || !isWafJudged(metrics)) return { metrics };
  return {
    metrics: metrics.filter((rule) => !isOwn(rule)),
    note: `${bare} has no firewall: what the other's refuses is counted in this attempt, and judged ${
      seesRefusals(reader)
        ? "only as answers 4xx"
        : 'by nothing, as the source of counts does not see it; in mode "detect" nothing is refused'
    }`,
  };
}
