import { asList, asObject, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { beside, exact, near } from "../fate";
import type { Fate } from "../fate";
import { readGoDuration } from "../read-duration";
import { toStages } from "../stages";
import type { Exposure } from "../stages";

const place = "spec strategy canary steps";

interface Step {
  readonly at: string;
  readonly step: JsonObject;
}

/** Result of mapping the steps of a Rollout. */
export interface MappedSteps {
  readonly stages: readonly JsonObject[];
  readonly fates: readonly Fate[];
  readonly added: readonly string[];
}

interface Dwell {
  readonly soakSeconds: number | undefined;
  /** Places where a person had to go on. */
  readonly asks: readonly string[];
  readonly fates: readonly Fate[];
}

/** Time that the steps after a weight take. */
function toDwell(steps: readonly Step[]): Dwell {
  let soakSeconds: number | undefined = 0;
  const asks: string[] = [];
  const fates: Fate[] = [];
  for (const { at: where, step } of steps) {
    if ("analysis" in step) soakSeconds = undefined;
    if (!("pause" in step)) continue;
    const duration = at(step["pause"], "duration");
    const seconds = readGoDuration(duration);
    if (seconds !== undefined && seconds >= 0) {
      if (soakSeconds !== undefined) soakSeconds += seconds;
      fates.push(
        beside(
          `waits ${seconds}s`,
          exact(`${where} pause`, "soak of this stage, at least; longer where the verdict needs it"),
        ),
      );
      continue;
    }
    soakSeconds = soakSeconds === 0 ? undefined : soakSeconds;
    asks.push(`${where} pause`);
  }
  return { soakSeconds, asks, fates };
}

const weightOf = (step: JsonObject): number | undefined => {
  const weight = step["setWeight"];
  return typeof weight === "number" ? weight : undefined;
};

/** Weight where 100 % of requests is `most` there. */
const scaled = (weight: number, most: number): number =>
  Math.min(100, Math.max(0, Math.floor((100 * weight) / most)));

const waits = "waits for a person";

const asked = (where: string): Fate =>
  beside(waits, exact(where, "approval of the next stage: sluice approve, once this one has passed"));

const unasked = (where: string): Fate =>
  beside(
    waits,
    near(
      where,
      "the promotion follows the last stage's verdict",
      "let a person run the stages one by one with pulumi up -s, and the promotion with pulumi up of the base stack",
    ),
  );

/** Whether a pause ends when a person says so. */
const isEndless = ({ step }: Step): boolean =>
  "pause" in step && readGoDuration(at(step["pause"], "duration")) === undefined;

/** Stages of a Rollout's steps. */
export function mapSteps(rollout: JsonObject): MappedSteps {
  const canary = asObject(at(rollout, "spec", "strategy", "canary"));
  const most = at(canary, "trafficRouting", "maxTrafficWeight");
  const whole = typeof most === "number" && most > 0 ? most : 100;
  const steps = asList(canary["steps"]).map((step, index): Step => ({
    at: `${place} [${index}]`,
    step: asObject(step),
  }));
  const starts = steps.flatMap(({ step }, index) => (weightOf(step) === undefined ? [] : [index]));
  const fates: Fate[] = [];
  const places: (readonly string[])[] = [];
  const exposures = starts.map((start, index): Exposure => {
    const { at: where, step } = steps[start] as Step;
    const weight = scaled(weightOf(step) as number, whole);
    const { asks, soakSeconds, fates: own } = toDwell(steps.slice(start + 1, starts[index + 1]));
    fates.push(...own);
    places.push(asks);
    return { weight, soakSeconds, asksAfter: asks.length > 0, at: `${where} setWeight` };
  });
  const early = steps.slice(0, starts[0] ?? steps.length).filter(({ step }) => "pause" in step);
  const asksFirst = starts.length > 0 && early.some(isEndless);
  const planned = toStages(exposures, asksFirst);
  const last = planned.asksLast ? places.findLastIndex((asks) => asks.length > 0) : -1;
  return {
    stages: planned.stages,
    added: planned.added,
    fates: [
      ...fates,
      ...planned.fates,
      ...places.flatMap((asks, index) => asks.map(index === last ? unasked : asked)),
      ...early.map((step) =>
        asksFirst && isEndless(step)
          ? beside(waits, exact(`${step.at} pause`, "approval of the first stage: sluice approve"))
          : near(
              `${step.at} pause`,
              "no stage: without traffic there is nothing to judge",
              "look at the canary's pods after pulumi up of the base stack: they start at the first stage",
            ),
      ),
    ],
  };
}
