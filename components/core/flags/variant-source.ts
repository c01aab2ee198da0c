import type { AnalysisSettings } from "../analysis-settings";
import type { QueryTerms } from "../sources/query-terms";
import type { FlagMetrics, FlagSpec } from "./flag";

/** Selector with one more matcher. */
function withMatcher(selector: string, matcher: string): string {
  const name = selector.replace(/\{.*$/s, "").trim();
  const matchers = selector.includes("{") ? selector.replace(/^[^{]*\{|,?\s*\}\s*$/gs, "") : "";
  return `${name}{${[matchers, matcher].filter((one) => one !== "").join(",")}}`;
}

/**
 * Counters of a flag as a source of the verdict engine: the variant of before is its stable, the new one its canary.
 * Both are counted by the same pods.
 */
export function toVariantTerms(
  { requests, keyLabel, variantLabel, statusLabel }: FlagMetrics,
  { name, definition }: Pick<FlagSpec, "name" | "definition">,
): QueryTerms {
  return {
    requests: withMatcher(requests, `${keyLabel}="${name}"`),
    track: { label: variantLabel, stable: definition.off, canary: definition.on },
    status: statusLabel,
    protocol: "http",
    countedBy: "pod",
  };
}

/** Analysis of a flag: errors of its variants alone, by the objectives of the service. */
export function toVariantAnalysis(
  analysis: AnalysisSettings,
  metrics: FlagMetrics,
  spec: Pick<FlagSpec, "name" | "definition">,
): AnalysisSettings {
  return { ...analysis, source: "query", query: toVariantTerms(metrics, spec), metrics: [] };
}

/**
 * Place of a percentage on the scale of weights, which are whole: what is small is above 0, and all but everybody is
 * below 100, so that the variant of before is still expected to have users.
 */
export function toWeight(percent: number): number {
  return percent >= 100 ? 100 : Math.min(99, Math.max(1, Math.ceil(percent)));
}
