import { measureArgo, newArgoRun, newFlaggerRun, tickFlagger } from "../../components/core/verdict";
import type { Measurement } from "../../components/core/verdict";
import { stageSeconds, weights } from "./outcome";
import type { Outcome } from "./outcome";
import type { Random } from "./random";
import { drawTick } from "./truth";
import type { Truth } from "./truth";

const tickSeconds = 5;

/** The canary's success ratio over the last minute, as a sliding sum. */
function successWindow() {
  const recent: { requests: number; errors: number }[] = [];
  return {
    add(tick: { requests: number; errors: number }) {
      recent.push(tick);
      if (recent.length > 60 / tickSeconds) recent.shift();
    },
    read(): Measurement {
      const requests = recent.reduce((sum, tick) => sum + tick.requests, 0);
      const errors = recent.reduce((sum, tick) => sum + tick.errors, 0);
      return requests === 0 ? { kind: "empty" } : { kind: "value", value: 1 - errors / requests };
    },
  };
}

/** Flagger's rule "success at least 99 % over 1 minute": each good check advances one stage. */
export function simulateFlagger(
  random: Random,
  truth: Truth,
  intervalSeconds: number,
  threshold: number,
): Outcome {
  const rule = { threshold, thresholdRange: { min: 0.99 } };
  const window = successWindow();
  let run = newFlaggerRun;
  let [index, canaryErrors] = [0, 0];
  for (let seconds = tickSeconds; ; seconds += tickSeconds) {
    const weight = weights[index] as number;
    const { canary } = drawTick(random, truth, weight, seconds - tickSeconds, tickSeconds);
    canaryErrors += canary.errors;
    window.add(canary);
    if (seconds % intervalSeconds !== 0) continue;
    const tick = tickFlagger(rule, run, window.read());
    run = tick.run;
    const end = { seconds, canaryErrors, weight };
    if (tick.action === "rollback") return { kind: "rolledBack", ...end };
    if (tick.action === "halt") continue;
    index++;
    if (index === weights.length) return { kind: "promoted", ...end };
  }
}

/**
 * Argo's background analysis "success at least 99 % over 1 minute": weights go on by their pauses. An empty result is
 * left out, as by the guard `or vector(1)` that its documentation advises.
 */
export function simulateArgo(
  random: Random,
  truth: Truth,
  intervalSeconds: number,
  failureLimit: number,
): Outcome {
  const rule = { failureLimit, successCondition: { operator: ">=", limit: 0.99 } } as const;
  const window = successWindow();
  let run = newArgoRun;
  let canaryErrors = 0;
  const endSeconds = stageSeconds * weights.length;
  for (let seconds = tickSeconds; seconds <= endSeconds; seconds += tickSeconds) {
    const weight = weights[Math.ceil(seconds / stageSeconds) - 1] as number;
    const { canary } = drawTick(random, truth, weight, seconds - tickSeconds, tickSeconds);
    canaryErrors += canary.errors;
    window.add(canary);
    if (seconds % intervalSeconds !== 0) continue;
    const measurement = window.read();
    run = measurement.kind === "value" ? measureArgo(rule, run, measurement) : run;
    if (run.phase === "Failed") return { kind: "rolledBack", seconds, canaryErrors, weight };
  }
  return { kind: "promoted", seconds: endSeconds, canaryErrors, weight: 100 };
}
