import { exitCodes } from "../components/core/exit-code";
import type { ExitCode } from "../components/core/exit-code";
import { sameImage } from "../components/core/workload/image";
import { isRunning } from "../components/core/ledger/ledger";
import type { Ledger } from "../components/core/ledger/ledger";
import { includesImage } from "../components/core/ledger/promoted-image";
import { describeExposure } from "../components/core/stage/exposure";
import { shortDigest } from "../components/core/workload/short-digest";

/** Facts that a rollout decides by between two runs of the engine. */
export interface RolloutSituation {
  readonly environment: string;
  /** `release.image` of this checkout. */
  readonly image: string;
  readonly ledger: Ledger | undefined;
  /** Stacks that this rollout has run to their end, in order. */
  readonly ran: readonly string[];
}

/** Next step of a rollout. */
export type RolloutStep =
  | {
      readonly kind: "up";
      readonly stack: string;
      readonly why: string;
      /** Number of the attempt of another image that this run may end. */
      readonly supersede?: number;
    }
  | { readonly kind: "end"; readonly exitCode: ExitCode; readonly sentence: string };

/**
 * Decides the next step of a rollout: base, every stage that has not passed yet, base again. The ledger alone decides,
 * so that a rollout that was interrupted continues where it stopped. The base stack runs first in any case: a run that
 * was killed may have left its objects incomplete.
 */
export function planRollout(situation: RolloutSituation): RolloutStep {
  const { environment, image, ledger, ran } = situation;
  const base = (why: string): RolloutStep => ({ kind: "up", stack: environment, why });
  if (ran.length === 0) return { ...base(explainStart(situation)), ...findOther(situation) };
  if (ledger === undefined) return stop(`the base stack must leave a ledger: got none; run it again`);
  const { attempt, phase } = ledger;
  if (!sameImage(attempt?.image, image) || attempt === undefined) return endWithout(situation, ledger);
  switch (phase) {
    case "promoted":
      return { kind: "end", exitCode: exitCodes.done, sentence: `${shortDigest(image)} is promoted` };
    case "aborted":
      return endAborted(ledger, image, `attempt ${attempt.number}, ${attempt.endReason ?? "aborted"}`);
    case "passed":
    case "promoting":
      return repeated(ran, base("promotion: stable becomes the new release"), environment);
    default: {
      const stage = attempt.stages.find((one) => one.phase !== "passed");
      if (stage === undefined)
        return stop("no stage of the attempt is left, yet it has not passed; sluice abort");
      const stack = `${environment}-canary-${stage.key}`;
      const goesOn = stage.phase === "pending" ? "" : `, goes on (${stage.phase})`;
      return repeated(ran, { kind: "up", stack, why: `stage ${describeExposure(stage)}${goesOn}` }, stack);
    }
  }

  function stop(text: string): RolloutStep {
    return {
      kind: "end",
      exitCode: exitCodes.unexpected,
      sentence: `Cannot go on with "${environment}": ${text}`,
    };
  }
}

/** Attempt of another image that is under way: rolling an image out ends it. */
function findOther({ image, ledger }: RolloutSituation): { supersede?: number } {
  const attempt = isRunning(ledger) ? ledger?.attempt : undefined;
  return attempt === undefined || sameImage(attempt.image, image) ? {} : { supersede: attempt.number };
}

function explainStart({ image, ledger }: RolloutSituation): string {
  if (ledger === undefined) return `first deploy of ${shortDigest(image)}`;
  if (!sameImage(ledger.attempt?.image, image)) return `release of ${shortDigest(image)} begins`;
  if (ledger.phase === "promoted")
    return `${shortDigest(image)} is promoted already: anything else that changed`;
  return ledger.phase === "aborted"
    ? `${shortDigest(image)} was aborted: anything else that changed`
    : `release of ${shortDigest(image)} goes on (${ledger.phase})`;
}

/** The base stack has ended well and the ledger speaks of another image. */
function endWithout({ image, environment }: RolloutSituation, ledger: Ledger): RolloutStep {
  if (sameImage(ledger.promoted.at(-1), image)) {
    return {
      kind: "end",
      exitCode: exitCodes.done,
      sentence: `${shortDigest(image)} is stable already: nothing to release`,
    };
  }
  if (includesImage(ledger.aborted, image)) return endAborted(ledger, image, "by an earlier attempt");
  return {
    kind: "end",
    exitCode: exitCodes.unexpected,
    sentence: `Cannot go on with "${environment}": the ledger must have an attempt for ${image}: got ${ledger.attempt?.image ?? "none"}; sluice status ${environment} shows it`,
  };
}

/** Ends the rollout of an image that was aborted: it stays away until a person retries it. */
function endAborted({ app, environment }: Ledger, image: string, why: string): RolloutStep {
  return {
    kind: "end",
    exitCode: exitCodes.refused,
    sentence: `Cannot roll out "${app}": release.image must not be one that was aborted: got ${image} (${why}); set release.image to another image, or sluice retry ${environment} --reason TEXT`,
  };
}

/** A stack that ended well and changed nothing is not run for ever. */
function repeated(ran: readonly string[], step: RolloutStep, stack: string): RolloutStep {
  const twice = ran.at(-1) === stack && ran.at(-2) === stack;
  return twice
    ? {
        kind: "end",
        exitCode: exitCodes.unexpected,
        sentence: `Cannot go on: "${stack}" ran twice to its end and the release has not moved; sluice status shows it`,
      }
    : step;
}
