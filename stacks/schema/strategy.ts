import { isAskedBy } from "../../components/core/checks/repeatable";
import { isByPods } from "../../components/core/routers/routers";
import { configuredRouter } from "../settings/configured-router";
import { oneOf, told } from "../fields/field";
import { toCheckSpecs } from "./checks";
import type { EnvironmentConfig } from "./schema";
import { stagesSchema } from "./stages";
import type { SettingProblem } from "../settings/setting-problem";

/** `sluice:strategy`: the way in which requests come to a release. */
export const strategySchema = told(
  "`canary`: by the exposures of `stages`; `blue-green`: the canary gets all pods, is checked at weight 0, and then all requests in one move; abort is the one move back; `rolling`: numbers of pods make the shares, by router `replicas`",
  oneOf(["canary", "blue-green", "rolling"]).default("canary"),
);

type Stages = NonNullable<EnvironmentConfig["stages"]>;

/** Stages of an environment that names none, by its strategy. */
export function usualStages(strategy: EnvironmentConfig["strategy"]): Stages {
  return stagesSchema.parse(
    strategy === "blue-green"
      ? [{ weight: 100, soak: "30m" }]
      : [
          { weight: 1, soak: "5m" },
          { weight: 5, soak: "10m" },
          { weight: 20, soak: "15m" },
          { weight: 50, soak: "15m" },
          { weight: 100, soak: "30m" },
        ],
  );
}

/** Time at weight 0 in which the checks pass, where the stage names none, seconds. */
const usualChecksFor = 300;

/** Safe requests for each pod of the canary, where the file names none: one move is no warming. */
const usualWarmup = { canary: 0, "blue-green": 20, rolling: 0 } as const;

/** Settings that follow from the strategy; a hotfix goes by its own stages, by weight. */
export function planStrategy({ strategy, stages, hotfix, release, warmup }: EnvironmentConfig) {
  const isHotfix = release.profile === "hotfix";
  const planned = isHotfix ? hotfix.stages : (stages ?? usualStages(strategy));
  return {
    stages: planned,
    checksForSeconds: ({ checksFor }: Stages[number]): number | undefined =>
      strategy === "blue-green" && !isHotfix ? (checksFor ?? usualChecksFor) : undefined,
    warmupRequests: warmup ?? usualWarmup[strategy],
  };
}

/**
 * Problems of a strategy with the rest of the file. Each names a key that stands in the file, so that an abort can do
 * without it.
 */
export function findStrategyProblems(config: EnvironmentConfig): readonly SettingProblem[] {
  const { strategy, stages, hotfix, checks, traffic } = config;
  const outside = [
    ...(strategy !== "blue-green"
      ? (stages ?? []).map((stage, at) => ({ stage, path: ["stages", at] }))
      : []),
    ...hotfix.stages.map((stage, at) => ({ stage, path: ["hotfix", "stages", at] })),
  ];
  const stray = outside
    .filter(({ stage }) => stage.checksFor !== undefined)
    .map(({ stage, path }) => ({
      path: [...path, "checksFor"],
      message: "be left out: only the stage of sluice:strategy blue-green is checked in place of evidence",
      input: stage.checksFor,
    }));
  const own = (message: string) => ({ path: ["strategy"], message, input: strategy });
  if (strategy === "rolling" && !isByPods(traffic.router))
    return [
      ...stray,
      own(`be "canary" or "blue-green" with router "${traffic.router}": only pods of router "replicas" roll`),
    ];
  if (strategy !== "blue-green") return stray;
  const router = configuredRouter(traffic);
  const asked = toCheckSpecs(checks ?? [], { ...traffic, app: "", namespace: "" }).some((one) =>
    isAskedBy(router, one),
  );
  return [
    ...stray,
    ...(router.can.probe || router.isOfCalls
      ? []
      : [
          own(
            `be "canary" with router "${traffic.router}", which sends no request to a canary at weight 0 that could be checked`,
          ),
        ]),
    ...(asked
      ? []
      : [
          own(
            router.isOfCalls
              ? 'be "canary" without a check of set grpc-health in sluice:checks: it stands in for evidence'
              : 'be "canary" without a check in sluice:checks that asks the canary by GET or HEAD: it stands in for evidence',
          ),
        ]),
    ...(stages === undefined || stages.length === 1
      ? []
      : [
          {
            path: ["stages"],
            message: "be one stage of 100% with sluice:strategy blue-green",
            input: stages,
          },
        ]),
  ];
}
