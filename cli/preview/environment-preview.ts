import type { WaitingCost } from "./waiting-cost";
import { costOfWaiting } from "./waiting-cost";
import type { DayVerdict } from "../../components/core/release/judge-week";
import { isAside, loadOf, weightOf } from "../../components/core/stage/exposure";
import { given } from "../../components/core/given";
import type { Stage } from "../../components/core/stage/exposure";
import type { DefaultsUse } from "../../stacks/files/defaults";
import { readStack } from "./affected-stacks";
import { secondsOf } from "./render-gates";
import type { StackPreview } from "./stack-preview";

/** Environment, as in its settings. */
export interface EnvironmentFacts {
  readonly environment: string;
  /** `release.image`. */
  readonly image: string;
  /** Its stages in order. */
  readonly stages: readonly Stage[];
  /** Pods of stable, the least where it is scaled. */
  readonly replicas: number;
  /** The numbers of pods make the share. @default false */
  readonly byPods?: boolean;
  /** Values that it shares with other services. @default - none */
  readonly defaults?: DefaultsUse;
}

/** Gates of the last days at this time of day, oldest first, or the reason why they are not known. */
export type Week = { readonly days: readonly DayVerdict[] } | { readonly problem: string };

/** The previews of one environment's stacks together. */
export interface EnvironmentPreview extends EnvironmentFacts {
  readonly stacks: readonly StackPreview[];
  readonly cost: WaitingCost;
  /** @default - not asked for */
  readonly week?: Week;
}

/** Joins the previews of an environment's stacks and adds up the cost of its stages. */
export function gatherEnvironment(
  facts: EnvironmentFacts,
  previews: readonly StackPreview[],
): EnvironmentPreview {
  const stacks = previews.filter(({ stack }) => readStack(stack)?.environment === facts.environment);
  const forecastOf = ({ key }: Stage) =>
    stacks.find(({ stack }) => readStack(stack)?.key === key)?.gate?.report?.forecast;
  const rate = stacks
    .map(({ gate }) => gate?.report?.forecast?.requestsPerSecond)
    .find((one) => one !== undefined);
  const cost = costOfWaiting({
    stages: facts.stages.map((stage) => {
      const weight = weightOf(stage);
      const predicted = forecastOf(stage);
      return {
        weight,
        ...(isAside(weight) ? { load: loadOf(stage) } : {}),
        ...given("seconds", secondsOf(predicted)),
        ...given("checksSeconds", predicted?.checksSeconds),
      };
    }),
    replicas: facts.replicas,
    byPods: facts.byPods ?? false,
    ...(rate === undefined ? {} : { requestsPerSecond: rate }),
  });
  return { ...facts, stacks, cost };
}
