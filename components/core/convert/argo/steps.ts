import { asList, asObject, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { beside, exact, near } from "../fate";
import type { Fate } from "../fate";
import { toStages } from "../stages";
import type { Exposure } from "../stages";
import { isEndless, toDwell, weightOf } from "./dwell";
import type { Step } from "./dwell";
import { toHeaderStage } from "./header-stage";

const place = "spec strategy canary steps";

/** Result of mapping the steps of a Rollout. */
export interface MappedSteps {
  readonly stages: readonly JsonObject[];
  readonly fates: readonly Fate[];
  readonly added: readonly string[];
}

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

/** Fate of a pause before the first weight. */
function judgeEarly(step: Step, hasStages: boolean, isBeside: boolean): Fate {
  const where = `${step.at} pause`;
  if (hasStages && isEndless(step))
    return isBeside
      ? asked(where)
      : beside(waits, exact(where, "approval of the first stage: sluice approve"));
  return isBeside
    ? exact(where, "soak of the stage by header")
    : near(
        where,
        "no stage: without traffic there is nothing to judge",
        "look at the canary's pods after pulumi up of the base stack: they start at the first stage",
      );
}

/**
 * Stages of a Rollout's steps.
 * @param canMatch - the router sends requests by a header
 */
export function mapSteps(rollout: JsonObject, canMatch: boolean): MappedSteps {
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
  const header = toHeaderStage(steps, canMatch);
  const early = steps.slice(0, starts[0] ?? steps.length).filter(({ step }) => "pause" in step);
  // A pause behind the route by header, and before any weight, is that stage's.
  const isBeside = (step: Step): boolean => header !== undefined && steps.indexOf(step) > header.index;
  const asks = (behind: boolean): boolean =>
    early.some((step) => isEndless(step) && isBeside(step) === behind);
  const approval = (behind: boolean): JsonObject => (asks(behind) ? { approval: true } : {});
  const hasStages = starts.length > 0 || header !== undefined;
  const planned = toStages(exposures, asks(header !== undefined), header === undefined ? 0 : 1);
  const rest =
    header === undefined || planned.stages.length > 0
      ? []
      : [{ weight: 20, ...approval(true) }, { weight: 100 }];
  const last = planned.asksLast ? places.findLastIndex((some) => some.length > 0) : -1;
  return {
    stages: [
      ...(header === undefined ? [] : [{ ...header.stage, ...approval(false) }]),
      ...planned.stages,
      ...rest,
    ],
    added:
      rest.length === 0
        ? planned.added
        : ["stages of 20 % and 100 %: there all traffic moves without a look at it"],
    fates: [
      ...(header?.fates ?? []),
      ...fates,
      ...planned.fates,
      ...places.flatMap((some, index) => some.map(index === last ? unasked : asked)),
      ...early.map((step) => judgeEarly(step, hasStages, isBeside(step))),
    ],
  };
}
