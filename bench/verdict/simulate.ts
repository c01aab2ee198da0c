import { defaultParameters } from "../../components/core/verdict";
import type { VerdictParameters } from "../../components/core/verdict";
import { summarise } from "./outcome";
import type { Outcome, Summary } from "./outcome";
import { seedRandom } from "./random";
import type { Random } from "./random";
import type { Cell, Rule } from "./reference";
import { simulateArgo, simulateFlagger } from "./rivals";
import { simulateSluice } from "./sluice";
import type { Truth } from "./truth";

function parametersOf(rule: Rule, truth: Truth): VerdictParameters {
  if (rule.kind !== "D+") return defaultParameters({ absoluteShare: 0 });
  // A stable that is itself at p_bad would be a common cause, which is another brake than the one studied.
  const objectiveErrorRatio = Math.max(rule.pBad / 2, 2 * truth.stable);
  return defaultParameters({ objectiveErrorRatio: Math.min(objectiveErrorRatio, 0.49), pBad: rule.pBad });
}

function chooseSimulation({ rule, truth }: Cell): (random: Random) => Outcome {
  const parameters = parametersOf(rule, truth);
  switch (rule.kind) {
    case "D":
      return (random) => simulateSluice(random, truth, parameters, "fixed");
    case "D+":
      return (random) => simulateSluice(random, truth, parameters, "closed");
    case "flagger":
      return (random) => simulateFlagger(random, truth, rule.intervalSeconds, rule.threshold);
    case "argo":
      return (random) => simulateArgo(random, truth, rule.intervalSeconds, rule.failureLimit);
    default:
      return rule satisfies never;
  }
}

/** Simulates one cell; run `i` has the seed `seed + i`, so that a cell's figures do not depend on other cells. */
export function simulateCell(cell: Cell, runs: number, seed: number): Summary {
  const simulate = chooseSimulation(cell);
  return summarise(Array.from({ length: runs }, (_, i) => simulate(seedRandom(seed + i))));
}
