import { asObject, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { exact, near } from "../fate";
import type { Fate } from "../fate";
import { describeMatch, toMatch } from "../match-stage";
import { toSoak } from "../write-duration";
import { toDwell, weightOf } from "./dwell";
import type { Step } from "./dwell";

/** A route by header among the steps. */
interface HeaderRoute {
  readonly index: number;
  readonly at: string;
  /** None where it ends one. */
  readonly conditions: readonly JsonObject[];
}

const listHeaderRoutes = (steps: readonly Step[]): readonly HeaderRoute[] =>
  steps.flatMap(({ at: where, step }, index) => {
    if (!("setHeaderRoute" in step)) return [];
    const conditions = asObjects(at(step["setHeaderRoute"], "match"));
    return [{ index, at: `${where} setHeaderRoute`, conditions }];
  });

/** The stage by header, which stands before all weights. */
interface HeaderStage {
  readonly index: number;
  readonly stage: JsonObject;
  readonly fates: readonly Fate[];
}

/** The first route by one header as a stage. */
export function toHeaderStage(steps: readonly Step[], canMatch: boolean): HeaderStage | undefined {
  const routes = listHeaderRoutes(steps);
  const first = routes.find(({ conditions }) => conditions.length > 0);
  const [condition, ...more] = first?.conditions ?? [];
  if (!canMatch || first === undefined || condition === undefined || more.length > 0) return undefined;
  const match = toMatch(asText(condition["headerName"]) ?? "", asObject(condition["headerValue"]));
  if (match === undefined) return undefined;
  const end = steps.findIndex(
    ({ step }, index) => index > first.index && (weightOf(step) !== undefined || "setHeaderRoute" in step),
  );
  const { soakSeconds } = toDwell(steps.slice(first.index + 1, end === -1 ? undefined : end));
  const isBehind = steps.slice(0, first.index).some(({ step }) => (weightOf(step) ?? 0) > 0);
  const words = `sluice:stages[0].match: ${describeMatch(match)}`;
  return {
    index: first.index,
    stage: { match, ...toSoak(soakSeconds) },
    fates: [
      isBehind
        ? near(first.at, `${words}; it stands before all weights, and no weight goes on beside it`)
        : exact(first.at, words),
      ...routes
        .filter(({ conditions }) => conditions.length === 0)
        .map((one) => exact(one.at, "the next stage ends the match")),
    ],
  };
}
