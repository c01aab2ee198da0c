import { describeWeight, isAside } from "../../components/core/stage/exposure";
import type { EnvironmentPreview } from "./environment-preview";
import { table } from "../../components/core/report/markdown";
import { showSeconds } from "./render-gates";
import type { WaitingCost } from "./waiting-cost";

/** A number for people: two significant digits from 100 on, with thin spaces. */
function showNumber(value: number | undefined): string {
  if (value === undefined) return "unknown";
  if (!Number.isFinite(value)) return "no end";
  const rounded = value >= 100 ? Number(value.toPrecision(2)) : Math.round(value);
  return String(rounded).replaceAll(/\B(?=(\d{3})+$)/g, "\u202F");
}

function renderTotal({ totalSeconds, podHours }: WaitingCost): string {
  if (totalSeconds === undefined)
    return "How long the release takes is not known: no counts of today's traffic.";
  if (!Number.isFinite(totalSeconds))
    return "At today's traffic the release would not end: the canary gets too few requests.";
  const hours = podHours === undefined ? "" : ` and ${podHours.toFixed(1)} hours of pods beside stable's`;
  return `All requests get the new version after ${showSeconds(totalSeconds)}${hours}, if no gate refuses.`;
}

/** Cost of a release while it is under way, and of one more hour of waiting. */
export function renderCost({ cost }: EnvironmentPreview): string[] {
  const rows = cost.stages.map(({ weight, seconds, canaryRequests, extraPods }) => [
    describeWeight(weight),
    showSeconds(seconds),
    isAside(weight) ? `those of ${describeWeight(weight).replace("a ", "the ")}` : showNumber(canaryRequests),
    String(extraPods),
  ]);
  const hour =
    cost.hour === undefined
      ? []
      : [
          `Each hour that it waits at ${describeWeight(cost.hour.weight)}: ${showNumber(cost.hour.canaryRequests)} requests to a version that is not judged yet, ${100 - cost.hour.weight} % of requests still to the old one, ${cost.hour.podHours} pod-hours.`,
          "",
        ];
  if (rows.length === 0) return [];
  return [
    "#### What waiting costs",
    "",
    renderTotal(cost),
    "",
    ...table(["stage", "predicted time", "requests to the canary", "pods beside stable's"], rows),
    ...hour,
  ];
}
