import { formatDuration } from "../duration";
import { describeExposure } from "./exposure";
import type { Stage } from "./exposure";

/**
 * Steps of a stage for people: its exposure, and before it the checks that stand in for evidence.
 * @example describeSteps({ key: "100", exposure: { weight: 100 }, checksForSeconds: 300 }) // ["checks for 5m", "100 %"]
 */
export function describeSteps({
  checksForSeconds,
  ...stage
}: Stage & { readonly checksForSeconds?: number }): readonly string[] {
  const exposure = describeExposure(stage);
  return checksForSeconds === undefined
    ? [exposure]
    : [`checks for ${formatDuration(checksForSeconds)}`, exposure];
}
