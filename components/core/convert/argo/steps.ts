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
  readonly fates: readonly Fate[];
}

/** Time that the steps after a weight take. */
function toDwell(steps: readonly Step[], weight: number, environment: string): Dwell {
  let soakSeconds: number | undefined = 0;
  const fates: Fate[] = [];
  for (const { at: where, step } of steps) {
    if ("analysis" in step) soakSeconds = undefined;
    if (!("pause" in step)) continue;
    const duration = at(step["pause"], "duration");
    const seconds = readGoDuration(duration);
    if (seconds !== undefined && seconds > 0) {
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
    const now = "the stage soaks and passes by its verdict; no approval is asked for in this version";
    const fix = `run the stages one by one: pulumi up -s ${environment}-canary-${weight}; the next one begins when a person runs it`;
    fates.push(beside("waits for a person", near(`${where} pause`, now, fix)));
  }
  return { soakSeconds, fates };
}

const weightOf = (step: JsonObject): number | undefined => {
  const weight = step["setWeight"];
  return typeof weight === "number" ? weight : undefined;
};

/** Weight where 100 % of requests is `most` there. */
const scaled = (weight: number, most: number): number =>
  Math.min(100, Math.max(0, Math.floor((100 * weight) / most)));

/** Stages of a Rollout's steps. */
export function mapSteps(rollout: JsonObject, environment: string): MappedSteps {
  const canary = asObject(at(rollout, "spec", "strategy", "canary"));
  const most = at(canary, "trafficRouting", "maxTrafficWeight");
  const whole = typeof most === "number" && most > 0 ? most : 100;
  const steps = asList(canary["steps"]).map((step, index): Step => ({
    at: `${place} [${index}]`,
    step: asObject(step),
  }));
  const starts = steps.flatMap(({ step }, index) => (weightOf(step) === undefined ? [] : [index]));
  const fates: Fate[] = [];
  const exposures = starts.map((start, index): Exposure => {
    const { at: where, step } = steps[start] as Step;
    const weight = scaled(weightOf(step) as number, whole);
    const dwell = toDwell(steps.slice(start + 1, starts[index + 1]), weight, environment);
    fates.push(...dwell.fates);
    return { weight, soakSeconds: dwell.soakSeconds, at: `${where} setWeight` };
  });
  const planned = toStages(exposures);
  const early = steps.slice(0, starts[0] ?? steps.length).filter(({ step }) => "pause" in step);
  return {
    stages: planned.stages,
    added: planned.added,
    fates: [
      ...fates,
      ...planned.fates,
      ...early.map(({ at: where }) =>
        near(
          `${where} pause`,
          "no stage: without traffic there is nothing to judge",
          "look at the canary's pods after pulumi up of the base stack: they start at the first stage",
        ),
      ),
    ],
  };
}
