import { given } from "../given";
import { canaryReplicas } from "../workload/sizes/capacity";
import { defaultParameters, foretellFault, missingRequests, predictStageSeconds } from "../verdict/index";
import type { Foretold, PlannedWeight, VerdictParameters } from "../verdict/index";
import { thinErrorRatio } from "../verdict/profiles";
import { blueGreen, plans } from "./plans";
import type { Plan } from "./plans";
import type { StrategyFit } from "./strategies";

/** Risk of a change, by a person's word. */
export const risks = ["low", "standard", "high"] as const;

/** One of {@link risks}. */
export type Risk = (typeof risks)[number];

/** Facts that a recommendation stands on. */
export interface RecommendFacts {
  readonly risk: Risk;
  /** `sluice:stages`. */
  readonly configured: readonly PlannedWeight[];
  /** Of the configured stages, where checks stand in for evidence, seconds. @default 0 */
  readonly checksForSeconds?: number;
  readonly strategies: readonly StrategyFit[];
  readonly parameters: VerdictParameters;
  /** Of both tracks together, today. */
  readonly requestsPerSecond: number;
  /** Stable's own error ratio, 0 to 1. */
  readonly stableErrorRatio: number;
  /** Pods that carry all traffic. */
  readonly replicas: number;
}

/**
 * Faults that each plan is tried with: all of the canary's requests fail, or as many as must not pass (`pBad` of the
 * engine).
 */
export type Fault = "total" | "unacceptable";

/** A plan at today's traffic. */
export interface Weighed extends Plan {
  /** Until promoted, where nothing is wrong; Infinity where a stage would not end. */
  readonly seconds: number;
  /** Hours of pods beside stable's; Infinity where a stage would not end. */
  readonly podHours: number;
  readonly faults: Readonly<Record<Fault, Foretold>>;
}

/** The plan that fits, and all that were compared. */
export interface Recommendation {
  readonly plans: readonly Weighed[];
  /** Name of the plan; absent where none ends at today's traffic. */
  readonly fits?: string;
  /** One sentence. */
  readonly why: string;
  /** Statements on what can be proven where traffic is thin, a sentence each. */
  readonly thin: readonly string[];
}

/** Longest stage that is waited for, seconds: the longest default deadline. */
const longestStageSeconds = 86_400;

function weigh(plan: Plan, facts: RecommendFacts): Weighed {
  const { parameters, requestsPerSecond, stableErrorRatio: stable, replicas } = facts;
  const { stages, checksForSeconds = 0 } = plan;
  const stageSeconds = stages.map(({ weight, soakSeconds }, at) => {
    const nextWeight = stages[at + 1]?.weight;
    const terms = { weight, nextWeight, minimumHoldSeconds: soakSeconds, requestsPerSecond };
    const seconds = predictStageSeconds(parameters, { ...terms, errorRatio: stable });
    return seconds > longestStageSeconds ? Infinity : seconds;
  });
  const trial = (canary: number): Foretold =>
    foretellFault(parameters, stages, { requestsPerSecond, stable, canary });
  return {
    ...plan,
    seconds: stageSeconds.reduce((sum, seconds) => sum + seconds, checksForSeconds),
    podHours: stages.reduce(
      (sum, { weight }, at) => sum + (canaryReplicas(replicas, weight) * (stageSeconds[at] as number)) / 3600,
      (checksForSeconds * replicas) / 3600,
    ),
    faults: { total: trial(1), unacceptable: trial(parameters.pBad) },
  };
}

const same = (a: readonly PlannedWeight[], b: readonly PlannedWeight[]): boolean =>
  a.length === b.length &&
  a.every(({ weight, soakSeconds }, at) => weight === b[at]?.weight && soakSeconds === b[at]?.soakSeconds);

/** The configured plan, by the name of the one that it equals, and the others that this configuration allows. */
function listPlans(facts: RecommendFacts): readonly Plan[] {
  const { configured, checksForSeconds, parameters, strategies } = facts;
  const own: Plan = {
    name: "configured",
    about: "sluice:stages as it is",
    stages: configured,
    ...given("checksForSeconds", checksForSeconds),
  };
  const isOpen = strategies.some(({ name, fits }) => name === "blue-green" && fits);
  const others = plans.filter(({ stages }) => !same(stages, configured));
  const first = ({ stages }: Plan): number => Math.min(...stages.map(({ weight }) => weight));
  return [
    own,
    ...others.filter((plan) => first(plan) <= parameters.passAboveWeight),
    ...(isOpen && checksForSeconds === undefined ? [blueGreen] : []),
  ];
}

const bad = ({ faults: { total, unacceptable } }: Weighed): number =>
  total.badRequests + unacceptable.badRequests;

/** The plan with the least of something; of several the shortest. */
const least = (all: readonly Weighed[], of: (plan: Weighed) => number): Weighed | undefined =>
  all.toSorted((a, b) => of(a) - of(b) || a.seconds - b.seconds)[0];

/** A change of usual risk may cost so many times the failed requests of the most careful plan. */
const accepted = 2;

function choose(all: readonly Weighed[], risk: Risk): { plan: Weighed; why: string } | undefined {
  // A fault that the checks do not know meets every user: where weights prove something they come first.
  const able = all.filter(({ checksForSeconds }) => checksForSeconds === undefined);
  const only = all.find(({ checksForSeconds }) => checksForSeconds !== undefined);
  if (able.length === 0 && only !== undefined)
    return {
      plan: only,
      why: "no plan by weights ends at today's traffic, so that checks stand in for evidence",
    };
  const careful = least(able, bad);
  if (careful === undefined) return undefined;
  if (risk === "high") return { plan: careful, why: "the fewest failed requests where the release is bad" };
  const within = risk === "low" ? able : able.filter((one) => bad(one) <= accepted * bad(careful));
  const plan = least(within, ({ seconds }) => seconds) as Weighed;
  return {
    plan,
    why:
      risk === "low"
        ? "the shortest of those that end at today's traffic"
        : `the shortest with at most ${accepted} times the failed requests of the most careful one`,
  };
}

/** Error ratios that are tried for what can be proven, 0 to 1. */
const provable = [0.005, 0.01, 0.02, 0.05, thinErrorRatio, 0.2, 0.3];

/**
 * Proof that the configured stages can give at today's traffic before the canary gets more than a gate allows without
 * proof.
 */
function explainThin({ configured, parameters, requestsPerSecond }: RecommendFacts): readonly string[] {
  const { passAboveWeight, pBad, beta } = parameters;
  const early = configured.filter(({ weight }) => weight <= passAboveWeight);
  const requests = early.reduce(
    (sum, { weight, soakSeconds }) => sum + (requestsPerSecond * weight * soakSeconds) / 100,
    0,
  );
  const needed = missingRequests(parameters, { requests: 0, errors: 0 }, 0);
  if (requests >= needed) return [];
  const ratio = provable.find(
    (one) =>
      one > pBad &&
      missingRequests(defaultParameters({ pBad: one, beta }), { requests: 0, errors: 0 }, 0) <= requests,
  );
  const percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;
  const proof = `to prove an error ratio below ${percent(pBad)} the canary needs ${needed} requests without an error; in the soaks up to ${passAboveWeight} % it gets ${Math.floor(requests)}`;
  return [
    `traffic is thin: ${proof}, so the last of them lasts longer than its soak`,
    ratio === undefined
      ? "in these soaks nothing useful can be proven: longer soaks, more weight below that limit, or load"
      : `in these soaks alone an error ratio below ${percent(ratio)} can be proven (sluice:analysis.${ratio === thinErrorRatio ? "profile: low-traffic" : `parameters.unacceptableErrorRatio: ${ratio}`}): a weaker statement, which every pass then prints`,
  ];
}

/** Compares the plans that are built at today's traffic, and says which fits a change of this risk. */
export function recommend(facts: RecommendFacts): Recommendation {
  const weighed = listPlans(facts).map((plan) => weigh(plan, facts));
  const able = weighed.filter(({ seconds }) => Number.isFinite(seconds));
  const chosen = choose(able, facts.risk);
  return {
    plans: weighed,
    ...(chosen === undefined ? {} : { fits: chosen.plan.name }),
    why:
      chosen === undefined
        ? "no plan ends at today's traffic: a stage above what needs no proof would wait for more than a day"
        : `for a change of ${facts.risk} risk: ${chosen.why}`,
    thin: explainThin(facts),
  };
}
