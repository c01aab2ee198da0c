import type { JsonObject } from "../revision/revision";
import { beside, exact, near, lost } from "./fate";
import type { Fate } from "./fate";
import { toSoak } from "./write-duration";

/** A weight that another tool held for a time. */
export interface Exposure {
  /** Percent of requests. */
  readonly weight: number;
  /** Time at it; 0 for none, undefined where something else than time ended it. */
  readonly soakSeconds: number | undefined;
  /** A person had to go on after it. @default false */
  readonly asksAfter?: boolean;
  /** Place of the weight, see {@link Fate.at}. */
  readonly at: string;
}

/** Highest weight of the first stage: what is above needs evidence of a stage before it. */
const mostFirst = 20;

interface Planned {
  readonly stages: readonly JsonObject[];
  /** Of the weights. */
  readonly fates: readonly Fate[];
  /** Stages that the other tool did not have, in words. */
  readonly added: readonly string[];
  /** A person had to go on after the last stage: no stage is left that could ask. */
  readonly asksLast: boolean;
}

/** Reason why a weight is no stage; undefined where it is one. */
function refuse({ weight, soakSeconds, at }: Exposure, before: number, isLast: boolean): Fate | undefined {
  if (weight === 0) {
    return near(at, "no stage of 0 %: the first stage's shift starts the canary's pods before any traffic");
  }
  if (weight <= before) {
    return lost(
      at,
      `no stage: weights only increase, and ${before} % was reached before`,
      "put traffic back by sluice abort, not by a stage",
    );
  }
  if (soakSeconds === 0 && !isLast) {
    return near(at, "no stage: nothing was waited for at this weight; each stage here soaks and is judged");
  }
  return undefined;
}

/**
 * Stages of a list of exposures, as Sluice's rules have them: increasing, the first at most 20 %, the last 100 %. The
 * stage after a wait for a person has an approval.
 * @param asksFirst - whether a person had to go on before the first of them
 * @param ahead - number of stages without weights before them
 */
export function toStages(exposures: readonly Exposure[], asksFirst = false, ahead = 0): Planned {
  const stages: JsonObject[] = [];
  const fates: Fate[] = [];
  const added: string[] = [];
  let before = 0;
  let asks = asksFirst;
  const push = (weight: number, soak: JsonObject): void => {
    stages.push({ weight, ...soak, ...(asks ? { approval: true } : {}) });
    asks = false;
  };
  for (const [index, one] of exposures.entries()) {
    const refused = refuse(one, before, index === exposures.length - 1);
    if (refused !== undefined) {
      fates.push(refused);
      asks ||= one.asksAfter === true;
      continue;
    }
    const { weight, soakSeconds, at } = one;
    if (before === 0 && weight > mostFirst) {
      push(mostFirst, toSoak(soakSeconds));
      added.push(`a stage of ${mostFirst} % before ${weight} %: more needs evidence from a stage before it`);
    }
    const fate = exact(at, `sluice:stages[${ahead + stages.length}].weight: ${weight}`);
    fates.push(weight === 100 ? beside(`${weight} %, then the release is done`, fate) : fate);
    push(weight, toSoak(soakSeconds));
    asks = one.asksAfter === true;
    before = weight;
  }
  if (stages.length > 0 && before < 100) {
    push(100, {});
    added.push("a stage of 100 % at the end: there the rest of the traffic moves without a look at it");
  }
  return { stages, fates, added, asksLast: asks && stages.length > 0 };
}
