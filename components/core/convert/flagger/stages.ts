import { asList, asObject, asObjects, at } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { toBlueGreen } from "../blue-green";
import type { Gap } from "../conversion";
import { beside, exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { abilitiesOf, describeMatch, toMatch } from "../match-stage";
import { readGoDuration } from "../read-duration";
import { toStages } from "../stages";
import type { Exposure } from "../stages";
import { toSoak } from "../write-duration";

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
  /** Further keys of the file. @default none */
  readonly further?: JsonObject;
  readonly gaps?: readonly Gap[];
}

/** The Canary's surroundings that its stages depend on. */
interface Around {
  /** Of `sluice:traffic`. */
  readonly traffic: JsonObject;
  readonly source: string | undefined;
  /** Pods of the workload. */
  readonly template: Json | undefined;
}

const winning: readonly Fate[] = ["stepWeight", "stepWeights", "maxWeight"].map((field) =>
  unused(`${place} ${field}`, "iterations win over weights"),
);

/** The first condition on one header that a stage can have, with its place. */
function findMatch(analysis: JsonObject): { readonly at: string; readonly match: JsonObject } | undefined {
  const found = asObjects(analysis["match"]).flatMap((condition, index) => {
    const [first, ...more] = Object.entries(asObject(condition["headers"]));
    // More than one condition at once is none that a stage has.
    if (first === undefined || more.length > 0 || Object.keys(condition).length > 1) return [];
    const match = toMatch(first[0], asObject(first[1]));
    return match === undefined ? [] : [{ at: `${place} match [${index}]`, match }];
  });
  return found[0];
}

/** Stages of a Canary that counts iterations: requests that match, or all of them in one move. */
function mapIterations(analysis: JsonObject, intervalSeconds: number, around: Around): MappedStages {
  const count = numberOr(analysis["iterations"], 0);
  const seconds = count * intervalSeconds;
  const { match: canMatch, probe: canProbe } = abilitiesOf(around.traffic);
  const isTest = asList(analysis["match"]).length > 0;
  const kind = isTest ? "requests that match go to the canary" : "all traffic moves at once";
  const counted = (now: string): Fate =>
    beside(`${count} checks, one each ${intervalSeconds}s; ${kind}`, near(`${place} iterations`, now));
  const found = canMatch ? findMatch(analysis) : undefined;
  if (found !== undefined) {
    const words = `sluice:stages[0].match: ${describeMatch(found.match)}`;
    return {
      stages: [{ match: found.match, ...toSoak(seconds) }, { weight: 20 }, { weight: 100 }],
      fates: [
        counted("soak of the stage with the match; then 20 % and 100 % are judged as well"),
        exact(found.at, words),
        lost(
          `${place} match`,
          `one header or cookie: ${describeMatch(found.match)}`,
          "choose the one that testers send",
        ),
        ...winning,
      ],
    };
  }
  if (!isTest && canProbe) {
    const move = toBlueGreen({ template: around.template, checksSeconds: seconds });
    return {
      ...move,
      fates: [
        counted("sluice:strategy: blue-green; so long its checks pass at weight 0, then all requests move"),
        ...winning,
      ],
    };
  }
  return { stages: [], fates: [counted("the default stages by weight"), ...winning] };
}

/** A first stage that copies requests, where the router does and the source counts copies. */
function mapMirror(
  analysis: JsonObject,
  soakSeconds: number,
  { traffic, source }: Around,
): { readonly stages: readonly JsonObject[]; readonly fates: readonly Fate[] } {
  if (analysis["mirror"] !== true) return { stages: [], fates: [] };
  const { mirror: can, isOwn } = abilitiesOf(traffic);
  if (!can || !isOwn) return { stages: [], fates: [] };
  if (source === "istio") {
    const now = "no stage: Istio's proxies count no copies, so source istio would see none";
    const fix = "with source opentelemetry or query write a first stage sluice:stages[0].mirror";
    return {
      stages: [],
      fates: [lost(`${place} mirror`, now, fix), lost(`${place} mirrorWeight`, now, fix)],
    };
  }
  const percent = Math.min(100, numberOr(analysis["mirrorWeight"], 100));
  const repeatable = ["GET", "HEAD"];
  const words = `sluice:stages[0].mirror: ${percent} % of ${repeatable.join(" and ")}`;
  return {
    stages: [{ mirror: { percent, repeatable }, ...toSoak(soakSeconds) }],
    fates: [
      near(
        `${place} mirror`,
        `${words}; there every request was copied, whatever it wrote`,
        "state in repeatable which methods do no harm twice; the class of the Gateway has to copy requests",
      ),
      exact(`${place} mirrorWeight`, words),
    ],
  };
}

/** Stages of a Canary: one for each weight that Flagger would take, each for one interval, and 100 %. */
export function mapStages(canary: JsonObject, around: Around): MappedStages {
  const analysis = asObject(at(canary, "spec", "analysis") ?? at(canary, "spec", "canaryAnalysis"));
  const soakSeconds = Math.max(leastInterval, readGoDuration(analysis["interval"]) ?? usualInterval);
  const weights = listWeights(analysis);
  const isListed = asList(analysis["stepWeights"]).length > 0;
  const exposures = weights.map((weight): Exposure => ({ weight, soakSeconds, at: "" }));
  const mirror = mapMirror(analysis, soakSeconds, around);
  const { stages, added } = toStages(exposures, false, mirror.stages.length);
  const iterated =
    numberOr(analysis["iterations"], 0) > 0 ? mapIterations(analysis, soakSeconds, around) : undefined;
  const words = `sluice:stages: ${stages.map(({ weight }) => `${String(weight as number)} %`).join(", ")}`;
  const step = isListed ? "stepWeights" : "stepWeight";
  const dropped =
    stages.length - added.length < weights.length ? ["weights that do not increase are no stages"] : [];
  const remarks = [...added.map((one) => `added ${one}`), ...dropped];
  const many = stages.length > 10 ? "each stage is a stack of its own: fewer do" : undefined;
  const weighted =
    remarks.length === 0 && many === undefined
      ? exact(`${place} ${step}`, words)
      : near(`${place} ${step}`, [words, ...remarks].join("; "), many);
  return {
    ...iterated,
    stages: iterated?.stages ?? (stages.length === 0 ? [] : [...mirror.stages, ...stages]),
    fates: [
      ...(iterated === undefined ? mirror.fates : iterated.fates),
      ...(weights.length === 0 ? [] : [weighted]),
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
