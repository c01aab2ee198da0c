import { alignColumns } from "../columns";
import { formatDuration } from "../duration";
import type { Foretold, PlannedWeight } from "../verdict/index";
import type { RecommendFacts, Recommendation, Weighed } from "./recommend";

const time = (seconds: number): string => (Number.isFinite(seconds) ? formatDuration(seconds) : "no end");

const list = (stages: readonly PlannedWeight[]): string => stages.map(({ weight }) => weight).join(", ");

function fault({ end, seconds, weight, badRequests }: Foretold): string {
  const where = { found: `off after ${time(seconds)}`, held: "held", passed: "not found" }[end];
  return `${where} at ${weight} %, ${badRequests}`;
}

function cells(
  { name, stages, seconds, podHours, faults: { total, unacceptable } }: Weighed,
  fits?: string,
): string[] {
  return [
    `${name === fits ? "→ " : "  "}${name}`,
    list(stages),
    time(seconds),
    Number.isFinite(podHours) ? podHours.toFixed(1) : "–",
    fault(total),
    fault(unacceptable),
  ];
}

const percent = (ratio: number): string => `${Number((100 * ratio).toPrecision(2))} %`;

const headOf = ({ parameters: { pBad } }: RecommendFacts): readonly string[] => [
  "  plan",
  "stages, %",
  "takes",
  "pod hours",
  "all requests fail: end, failed requests",
  `${percent(pBad)} fail: end, failed requests`,
];

/** Lines for a person: traffic, a table, the choice and its reason, the stages to copy. */
export function explainRecommendation(
  facts: RecommendFacts,
  { plans, fits, why, thin }: Recommendation,
): string {
  const { requestsPerSecond, stableErrorRatio, replicas, strategies } = facts;
  const head = headOf(facts);
  const table = alignColumns([head, ...plans.map((plan) => cells(plan, fits))]);
  const chosen = plans.find(({ name }) => name === fits);
  const stages = chosen?.stages.map(
    ({ weight, soakSeconds }) => `{ weight: ${weight}, soak: ${formatDuration(soakSeconds)} }`,
  );
  return [
    `today: ${requestsPerSecond.toFixed(1)} requests/s, ${percent(stableErrorRatio)} of stable's fail, ${replicas} pods carry them`,
    ...table,
    ...thin,
    stages === undefined ? why : `${fits} fits ${why}`,
    ...(stages === undefined || fits === "configured"
      ? []
      : [
          ...(chosen?.checksForSeconds === undefined ? [] : ["sluice:strategy: blue-green"]),
          `sluice:stages: [${stages.join(", ")}]`,
        ]),
    "strategies here:",
    ...strategies.map(({ name, fits: isOpen, why: reason }) => `  ${isOpen ? "✓" : "–"} ${name}: ${reason}`),
    "Times are of constant traffic, errors alone are judged; of blue-green what the checks find is left out.",
  ].join("\n");
}
