import { at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { beside, exact } from "../fate";
import type { Fate } from "../fate";
import { readGoDuration } from "../read-duration";

/** A step of a Rollout. */
export interface Step {
  readonly at: string;
  readonly step: JsonObject;
}

interface Dwell {
  readonly soakSeconds: number | undefined;
  /** Places where a person had to go on. */
  readonly asks: readonly string[];
  readonly fates: readonly Fate[];
}

/** Time that the steps after a weight take. */
export function toDwell(steps: readonly Step[]): Dwell {
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

/** Weight that a step sets; undefined where it sets none. */
export const weightOf = (step: JsonObject): number | undefined => {
  const weight = step["setWeight"];
  return typeof weight === "number" ? weight : undefined;
};

/** Whether a pause ends when a person says so. */
export const isEndless = ({ step }: Step): boolean =>
  "pause" in step && readGoDuration(at(step["pause"], "duration")) === undefined;
