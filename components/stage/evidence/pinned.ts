import type { Ledger } from "../../core/ledger/ledger";
import { toMetricParameters } from "../../core/evidence/metric-rule";
import type { FoundPlaces } from "../../core/evidence/places";
import type { MetricRule } from "../../core/evidence/metric-rule";
import type { Settings } from "../../core/settings";
import type { Stage } from "../../core/stage/exposure";
import { defaultParameters, restore } from "../../core/verdict/index";
import type { EvidenceState, VerdictParameters } from "../../core/verdict/index";

/** Objectives that an attempt is judged by, fixed when it begins. */
export interface Objectives extends Partial<VerdictParameters> {
  readonly metrics?: readonly MetricRule[];
  /** Places that series came from. */
  readonly places?: FoundPlaces;
}

/** The attempt's pinned engine parameters; today's settings where the attempt has none (a first deploy). */
export function pinnedParameters(ledger: Ledger | undefined, settings: Settings): VerdictParameters {
  const { metrics: _, places: __, ...pinned } = (ledger?.attempt?.objectives ?? {}) as Objectives;
  return defaultParameters({
    tickSeconds: settings.analysis.tickSeconds,
    ...toMetricParameters(pinnedMetrics(ledger, settings)),
    ...settings.analysis.parameters,
    ...pinned,
  });
}

/** Time in which checks stand in for the evidence of a stage, as the attempt was pinned to; undefined: they do not. */
export function neededCheckSeconds(
  ledger: Ledger | undefined,
  { key }: Pick<Stage, "key">,
): number | undefined {
  return ledger?.attempt?.stages.find((stage) => stage.key === key)?.checksForSeconds;
}

/** Whether the attempt was pinned to objectives; a first deploy is not. */
export function isPinned(ledger: Ledger | undefined): boolean {
  return Object.keys(ledger?.attempt?.objectives ?? {}).length > 0;
}

/** The attempt's pinned metrics; errors alone where it began before there were any. */
export function pinnedMetrics(ledger: Ledger | undefined, settings: Settings): readonly MetricRule[] {
  const pinned = ledger?.attempt?.objectives as Objectives | undefined;
  return isPinned(ledger) ? (pinned?.metrics ?? []) : settings.analysis.metrics;
}

/** Places that series came from when the attempt began, as far as that was noted. */
export function pinnedPlaces(ledger: Ledger | undefined): FoundPlaces {
  return ((ledger?.attempt?.objectives ?? {}) as Objectives).places ?? {};
}

/** The ledger's evidence, or undefined with what is wrong with it. */
export function restoreEvidence(
  ledger: Ledger | undefined,
  settings: Settings,
): { state?: EvidenceState; problem?: string } {
  if (ledger?.evidence === undefined) return {};
  const restored = restore(ledger.evidence, pinnedParameters(ledger, settings));
  return "problem" in restored ? { problem: restored.problem } : restored;
}
