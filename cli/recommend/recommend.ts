import { readSizing } from "../../components/cluster/autoscaler";
import { readTrack } from "../../components/cluster/workloads";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import { given } from "../../components/core/given";
import { isAside, weightOf } from "../../components/core/stage/exposure";
import { explainRecommendation } from "../../components/core/strategies/explain-recommendation";
import { fitStrategies } from "../../components/core/strategies/strategies";
import { recommend } from "../../components/core/strategies/recommend";
import type { RecommendFacts, Risk } from "../../components/core/strategies/recommend";
import { defaultParameters } from "../../components/core/verdict/index";
import type { VerdictParameters } from "../../components/core/verdict/index";
import { fullReplicas } from "../../components/core/workload/sizes/capacity";
import { openSource } from "../../components/prometheus/source";
import { lookBackSeconds } from "../../components/stage/evidence/feed";
import { measureRate } from "../../components/stage/evidence/forecast";
import { chooseObjectives } from "../../components/stage/evidence/objectives";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** Arguments of a recommendation. */
export interface RecommendChoice {
  readonly risk: Risk;
  /** Requests per second in place of today's. */
  readonly requestsPerSecond?: number | undefined;
}

async function readTraffic(
  { settings, cluster, now }: Environment,
  rate: number | undefined,
): Promise<Pick<RecommendFacts, "requestsPerSecond" | "stableErrorRatio">> {
  if (rate !== undefined) return { requestsPerSecond: rate, stableErrorRatio: 0 };
  const until = now();
  const { series, problems } = await openSource(cluster, settings).read(until - lookBackSeconds, until);
  const measured = measureRate(series, until);
  if (measured !== undefined && measured.requestsPerSecond > 0) return measured;
  throw new RunEnd("refused", {
    text: `Cannot recommend stages for "${settings.app}": today's traffic must be known: got ${problems[0]?.problem ?? "no requests in the last five minutes"}`,
    fix: "--rps NUMBER says it instead",
  });
}

/** Parameters of an attempt that would begin now. */
async function readParameters({ settings, cluster, now }: Environment): Promise<VerdictParameters> {
  const { objectives } = await chooseObjectives(cluster, settings, now());
  const { metrics: _, places: __, ...parameters } = objectives;
  return defaultParameters(parameters);
}

/** Compares plans at today's traffic; reads only. */
export async function runRecommend(context: Environment, choice: RecommendChoice): Promise<Outcome> {
  const { settings, cluster } = context;
  const { environment, app } = settings;
  const traffic = await readTraffic(context, choice.requestsPerSecond);
  const [parameters, sizing, stable] = await Promise.all([
    readParameters(context),
    readSizing(cluster, settings),
    readTrack(cluster, settings, "stable"),
  ]);
  const { scale: declared, floor } = sizing;
  const facts: RecommendFacts = {
    ...traffic,
    risk: choice.risk,
    configured: settings.stages
      .filter((stage) => !isAside(weightOf(stage)))
      .map((stage) => ({ weight: weightOf(stage), soakSeconds: stage.soakSeconds })),
    ...given(
      "checksForSeconds",
      settings.stages.find(({ checksForSeconds }) => checksForSeconds !== undefined)?.checksForSeconds,
    ),
    strategies: fitStrategies(settings),
    parameters,
    replicas: fullReplicas({ declared, replicas: stable?.replicas ?? 0, weight: 0, floor }),
  };
  const found = recommend(facts);
  const plans = found.plans.map(({ seconds, podHours, ...plan }) => ({
    ...plan,
    // JSON knows no infinity.
    seconds: Number.isFinite(seconds) ? seconds : null,
    podHours: Number.isFinite(podHours) ? podHours : null,
  }));
  return {
    exitCode: exitCodes.done,
    sentence: explainRecommendation(facts, found),
    report: {
      environment,
      app,
      risk: choice.risk,
      ...traffic,
      ...found,
      fits: found.fits ?? null,
      plans,
      strategies: facts.strategies,
    },
  };
}
