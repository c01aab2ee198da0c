import { asList, asObject, at } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { beside, exact, near, unused } from "../fate";
import type { Fate } from "../fate";
import { readGoDuration } from "../read-duration";
import { toStages } from "../stages";
import type { Exposure } from "../stages";

const place = "spec analysis";

/** Interval of a Canary that states none, seconds. */
const usualInterval = 60;

/** Least interval that Flagger uses, seconds. */
const leastInterval = 10;

const numberOr = (value: Json | undefined, usual: number): number =>
  typeof value === "number" && value > 0 ? value : usual;

/** Weights of a Canary; none where it counts iterations. */
function listWeights(analysis: JsonObject): readonly number[] {
  if (numberOr(analysis["iterations"], 0) > 0) return [];
  const listed = asList(analysis["stepWeights"]).filter((one) => typeof one === "number");
  if (listed.length > 0) return listed;
  const step = numberOr(analysis["stepWeight"], 0);
  const most = numberOr(analysis["maxWeight"], 100);
  return step === 0 ? [] : Array.from({ length: Math.floor(most / step) }, (_, index) => step * (index + 1));
}

/** Result of mapping the analysis of a Canary, besides its metrics. */
export interface MappedStages {
  readonly stages: readonly JsonObject[];
  readonly fates: readonly Fate[];
}

function judgeIterations(analysis: JsonObject, intervalSeconds: number): readonly Fate[] {
  const count = numberOr(analysis["iterations"], 0);
  const kind =
    asList(analysis["match"]).length > 0
      ? "requests that match go to the canary"
      : "all traffic moves at once";
  return [
    beside(
      `${count} checks, one each ${intervalSeconds}s; ${kind}`,
      near(
        `${place} iterations`,
        "the default stages by weight; sluice:strategy: blue-green, or a first stage with match, by hand",
      ),
    ),
    unused(`${place} stepWeight`, "iterations win over weights"),
    unused(`${place} stepWeights`, "iterations win over weights"),
    unused(`${place} maxWeight`, "iterations win over weights"),
  ];
}

/** Stages of a Canary: one for each weight that Flagger would take, each for one interval, and 100 %. */
export function mapStages(canary: JsonObject): MappedStages {
  const analysis = asObject(at(canary, "spec", "analysis") ?? at(canary, "spec", "canaryAnalysis"));
  const soakSeconds = Math.max(leastInterval, readGoDuration(analysis["interval"]) ?? usualInterval);
  const weights = listWeights(analysis);
  const isListed = asList(analysis["stepWeights"]).length > 0;
  const exposures = weights.map((weight): Exposure => ({ weight, soakSeconds, at: "" }));
  const { stages, added } = toStages(exposures);
  const words = `sluice:stages: ${stages.map(({ weight }) => `${String(weight as number)} %`).join(", ")}`;
  const step = isListed ? "stepWeights" : "stepWeight";
  const dropped =
    stages.length - added.length < weights.length ? ["weights that do not increase are no stages"] : [];
  const told = [...added.map((one) => `added ${one}`), ...dropped];
  const many = stages.length > 10 ? "each stage is a stack of its own: fewer do" : undefined;
  const weighted =
    told.length === 0 && many === undefined
      ? exact(`${place} ${step}`, words)
      : near(`${place} ${step}`, [words, ...told].join("; "), many);
  return {
    stages,
    fates: [
      ...(weights.length === 0 ? judgeIterations(analysis, soakSeconds) : [weighted]),
      unused(`${place} stepWeight`, "stepWeights win over stepWeight"),
      near(
        `${place} maxWeight`,
        "the last weight before the added stage of 100 %: the rest of the traffic is judged, too",
      ),
      near(`${place} interval`, `soak of each stage, at least ${soakSeconds}s; the verdict may need longer`),
      near(
        `${place} threshold`,
        "no count of failed checks: errors are judged by a sequential test, which aborts as soon as harm is proven",
      ),
    ],
  };
}
