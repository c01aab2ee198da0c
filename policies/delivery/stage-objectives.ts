import { parameterName } from "../../components/core/verdict/parameter-names";
import { defaultParameters } from "../../components/core/verdict/parameters";
import type { VerdictParameters } from "../../components/core/verdict/parameters";
import { resourcePolicy } from "../pack/policy";
import { sluiceKind } from "./sluice-resources";

interface Analysis {
  readonly parameters: Readonly<Record<string, number>>;
  /** Present where a stage's own file overrides the environment's. */
  readonly environmentParameters?: Readonly<Record<string, number>>;
}

/** Parameters that make a verdict milder: the first list when they rise, the second when they fall. */
const milderAbove = [
  "objectiveErrorRatio",
  "pBad",
  "toleratedRatio",
  "beta",
  "amber",
  "trim",
  "warmupSeconds",
  "passAboveWeight",
] as const;
const milderBelow = ["alpha"] as const;

type Key = (typeof milderAbove)[number] | (typeof milderBelow)[number];

/** Place where people wrote it. */
const placeOf = (key: Key): string =>
  key === "objectiveErrorRatio"
    ? "sluice:analysis.objectives.errorRatio"
    : `sluice:analysis.parameters.${parameterName(key)}`;

/** A stage never demands less than its environment. */
export const stageObjectives = resourcePolicy({
  name: "stage-objectives",
  title: "Stages demand as much as their environment",
  description: "Objectives and parameters in a stage's own file are not milder than the environment's.",
  why: "A stage that demands less passes a release that the environment was promised never to see.",
  fix: "Remove the key from the stage's own file, or change it for the whole environment.",
  severity: "high",
  applies: ({ type }) => sluiceKind(type) === "Gate",
  *check({ props }) {
    const { analysis } = props["settings"] as { analysis: Analysis };
    if (analysis.environmentParameters === undefined) return;
    const demanded: VerdictParameters = defaultParameters({ ...analysis.environmentParameters });
    const own: VerdictParameters = defaultParameters({ ...analysis.parameters });
    for (const key of [...milderAbove, ...milderBelow]) {
      const above = key !== "alpha";
      if (above ? own[key] <= demanded[key] : own[key] >= demanded[key]) continue;
      yield {
        path: placeOf(key),
        rule: `be at ${above ? "most" : "least"} the environment's ${demanded[key]}`,
        got: String(own[key]),
        fix: "remove it from the stage's own file",
      };
    }
  },
});
