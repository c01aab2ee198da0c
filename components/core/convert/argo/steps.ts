import { asList, asObject, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { beside, exact, near } from "../fate";
import type { Fate } from "../fate";
import { describeMatch, toMatch, toSoak } from "../match-stage";
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

/** A route by header among the steps. */
interface HeaderRoute {
  readonly index: number;
  readonly at: string;
  /** Undefined where it ends one. */
  readonly conditions: readonly JsonObject[] | undefined;
}

const listHeaderRoutes = (steps: readonly Step[]): readonly HeaderRoute[] =>
  steps.flatMap(({ at: where, step }, index) => {
    if (!("setHeaderRoute" in step)) return [];
    const conditions = asObjects(at(step["setHeaderRoute"], "match"));
    return [
      {
        index,
        at: `${where} setHeaderRoute`,
        conditions: conditions.length === 0 ? undefined : conditions,
      },
    ];
  });

/** The stage by header, which stands before all weights. */
interface HeaderStage {
  readonly index: number;
  readonly stage: JsonObject;
  readonly fates: readonly Fate[];
}

/**
 * The first route by one header as a stage.
 * @param start - place of the first weight among the steps
 */
function toHeaderStage(steps: readonly Step[], start: number, canMatch: boolean): HeaderStage | undefined {
  const routes = listHeaderRoutes(steps);
  const first = routes.find(({ conditions }) => conditions !== undefined);
  const [condition, ...more] = first?.conditions ?? [];
  if (!canMatch || first === undefined || condition === undefined || more.length > 0) return undefined;
  const match = toMatch(asText(condition["headerName"]) ?? "", asObject(condition["headerValue"]));
  if (match === undefined) return undefined;
  const end = steps.findIndex(
    ({ step }, index) => index > first.index && (weightOf(step) !== undefined || "setHeaderRoute" in step),
  );
  const { soakSeconds } = toDwell(steps.slice(first.index + 1, end === -1 ? undefined : end));
  const words = `sluice:stages[0].match: ${describeMatch(match)}`;
  return {
    index: first.index,
    stage: { match, ...toSoak(soakSeconds === 0 ? undefined : soakSeconds) },
    fates: [
      first.index < start
        ? exact(first.at, words)
        : near(first.at, `${words}; it stands before all weights, and no weight goes on beside it`),
      ...routes
        .filter(({ conditions }) => conditions === undefined)
        .map((one) => exact(one.at, "the next stage ends the match")),
    ],
  };
}

/**
 * Stages of a Rollout's steps.
 * @param canMatch - the router sends requests by a header
 */
export function mapSteps(rollout: JsonObject, canMatch = true): MappedSteps {
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
  const isPositive = (index: number): boolean => (weightOf((steps[index] as Step).step) ?? 0) > 0;
  const header = toHeaderStage(steps, starts.find(isPositive) ?? steps.length, canMatch);
  const before = steps.slice(0, starts[0] ?? steps.length);
  const early = before.filter(({ step }) => "pause" in step);
  // What waits behind the route by header, and before any weight, is that stage's.
  const isBeside = (step: Step): boolean => header !== undefined && steps.indexOf(step) > header.index;
  const asksHeader = early.some((step) => isEndless(step) && header !== undefined && !isBeside(step));
  const asksFirst =
    starts.length > 0 && early.some((step) => isEndless(step) && (header === undefined || isBeside(step)));
  const planned = toStages(exposures, asksFirst, header === undefined ? 0 : 1);
  const last = planned.asksLast ? places.findLastIndex((asks) => asks.length > 0) : -1;
  return {
    stages: [
      ...(header === undefined ? [] : [{ ...header.stage, ...(asksHeader ? { approval: true } : {}) }]),
      ...planned.stages,
    ],
    added: planned.added,
    fates: [
      ...(header?.fates ?? []),
      ...fates,
      ...planned.fates,
      ...places.flatMap((asks, index) => asks.map(index === last ? unasked : asked)),
      ...early.map((step) =>
        (asksFirst || asksHeader) && isEndless(step)
          ? beside(
              waits,
              isBeside(step)
                ? asked(`${step.at} pause`)
                : exact(`${step.at} pause`, "approval of the first stage: sluice approve"),
            )
          : isBeside(step)
            ? exact(`${step.at} pause`, "soak of the stage by header")
            : near(
                `${step.at} pause`,
                "no stage: without traffic there is nothing to judge",
                "look at the canary's pods after pulumi up of the base stack: they start at the first stage",
              ),
      ),
    ],
  };
}
