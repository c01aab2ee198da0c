import { exitCodes } from "../../components/core/exit-code";
import type { ExitCode } from "../../components/core/exit-code";
import {
  describeChanged,
  describeVersion,
  includesVersion,
  sameVersion,
} from "../../components/core/revision/version";
import type { Problem } from "../../components/core/problem";
import type { Version } from "../../components/core/revision/version";
import { isRunning, rollbackUnderWay } from "../../components/core/ledger/ledger";
import type { Attempt, Ledger } from "../../components/core/ledger/ledger";
import { describeExposure } from "../../components/core/stage/exposure";
import { stageStack } from "../../components/core/stage/stack-name";

/** Facts that a rollout decides by between two runs of the engine. */
export interface RolloutSituation {
  readonly environment: string;
  /** Version of this checkout; where its revision is not known, the image stands for it. */
  readonly wanted: Version;
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
  | { readonly kind: "end"; readonly exitCode: ExitCode; readonly end: Problem };

/**
 * Decides the next step of a rollout: base, every stage that has not passed yet, base again. The ledger alone decides,
 * so that a rollout that was interrupted continues where it stopped. The base stack runs first in any case: a run that
 * was killed may have left its objects incomplete.
 */
export function planRollout(situation: RolloutSituation): RolloutStep {
  const { environment, wanted, ledger, ran } = situation;
  const base = (why: string): RolloutStep => ({ kind: "up", stack: environment, why });
  if (ran.length === 0) return { ...base(explainStart(situation)), ...findOther(situation) };
  if (ledger === undefined) return stop("the base stack must leave a ledger: got none", "run it again");
  const { attempt, phase } = ledger;
  if (attempt === undefined || !sameVersion(attempt, wanted)) return endWithout(situation, ledger);
  switch (phase) {
    case "promoted":
      return {
        kind: "end",
        exitCode: exitCodes.done,
        end: { text: `${describeChanged(attempt)} is promoted` },
      };
    case "aborted":
      return endAborted(ledger, attempt, `attempt ${attempt.number}, ${attempt.endReason ?? "aborted"}`);
    case "passed":
    case "promoting":
      return repeated(ran, base("promotion: stable becomes the new release"), environment);
    default: {
      const stage = attempt.stages.find((one) => one.phase !== "passed");
      if (stage === undefined)
        return stop(
          "no stage of the attempt is left, yet it has not passed",
          `sluice abort ${environment} --reason TEXT`,
        );
      const stack = stageStack(environment, stage.key);
      const goesOn = stage.phase === "pending" ? "" : `, goes on (${stage.phase})`;
      return repeated(ran, { kind: "up", stack, why: `stage ${describeExposure(stage)}${goesOn}` }, stack);
    }
  }

  function stop(rule: string, fix: string): RolloutStep {
    return {
      kind: "end",
      exitCode: exitCodes.unexpected,
      end: { text: `Cannot go on with "${environment}": ${rule}`, fix },
    };
  }
}

/**
 * Attempt of another version that is under way: rolling a version out ends it. Where only the image is known, it may be
 * another version.
 */
function findOther({ wanted, ledger }: RolloutSituation): { supersede?: number } {
  const attempt = isRunning(ledger) ? ledger?.attempt : undefined;
  if (attempt === undefined) return {};
  const isSame = sameVersion(attempt, wanted) && attempt.revision === wanted.revision;
  return isSame ? {} : { supersede: attempt.number };
}

function explainStart({ wanted, ledger }: RolloutSituation): string {
  const name = describeVersion(wanted);
  if (ledger === undefined) return `first deploy of ${name}`;
  if (!sameVersion(ledger.attempt, wanted)) return `release of ${name} begins`;
  if (ledger.phase === "promoted") return `${name} is promoted already: anything else that changed`;
  return ledger.phase === "aborted"
    ? `${name} was aborted: anything else that changed`
    : `release of ${name} goes on (${ledger.phase})`;
}

/** The base stack has ended well and the ledger speaks of another version. */
function endWithout({ wanted, environment }: RolloutSituation, ledger: Ledger): RolloutStep {
  if (sameVersion(ledger.promoted.at(-1), wanted)) {
    return {
      kind: "end",
      exitCode: exitCodes.done,
      end: { text: `${describeVersion(wanted)} is stable already: nothing to release` },
    };
  }
  if (includesVersion(ledger.aborted, wanted)) return endAborted(ledger, wanted, "by an earlier attempt");
  const back = rollbackUnderWay(ledger);
  if (back !== undefined) return endByRollback(ledger, back);
  if (ledger.attempt !== undefined) return endByOther(ledger, ledger.attempt);
  return {
    kind: "end",
    exitCode: exitCodes.unexpected,
    end: {
      text: `Cannot go on with "${environment}": the ledger must have an attempt for ${describeVersion(wanted)}: got none`,
      fix: `sluice status ${environment} shows it`,
    },
  };
}

/** Somebody brings an earlier version back meanwhile: no rollout ends that. */
function endByRollback(
  { app, environment, phase }: Ledger,
  attempt: Version & { number: number },
): RolloutStep {
  return {
    kind: "end",
    exitCode: exitCodes.refused,
    end: {
      text: `Cannot roll out "${app}": no rollback must be under way: got attempt ${attempt.number} to ${describeVersion(attempt)}, ${phase}`,
      fix: `sluice rollback ${environment} goes on with it; sluice abort ${environment} --reason TEXT ends it`,
    },
  };
}

/** Somebody else's attempt began meanwhile, and may be over already: which of both is wanted only people know. */
function endByOther({ app, environment, phase }: Ledger, attempt: Attempt): RolloutStep {
  return {
    kind: "end",
    exitCode: exitCodes.refused,
    end: {
      text: `Cannot roll out "${app}": no other command must have begun an attempt meanwhile: got attempt ${attempt.number} (${attempt.kind}) of ${describeVersion(attempt)}, ${phase}`,
      fix: `sluice status ${environment} shows it; where this version is still wanted: the same command again`,
    },
  };
}

/** Ends the rollout of a version that was aborted: it stays away until a person retries it. */
function endAborted(
  { app, environment }: Ledger,
  version: Version & { readonly changes?: readonly string[] },
  why: string,
): RolloutStep {
  return {
    kind: "end",
    exitCode: exitCodes.refused,
    end: {
      text: `Cannot roll out "${app}": this checkout must not be a version that was aborted: got ${describeChanged(version)} (${why})`,
      fix: `check out another one, or sluice retry ${environment} --reason TEXT`,
    },
  };
}

/** A stack that ended well and changed nothing is not run for ever. */
function repeated(ran: readonly string[], step: RolloutStep, stack: string): RolloutStep {
  const twice = ran.at(-1) === stack && ran.at(-2) === stack;
  return twice
    ? {
        kind: "end",
        exitCode: exitCodes.unexpected,
        end: {
          text: `Cannot go on: "${stack}" ran twice to its end and the release has not moved`,
          fix: "sluice status shows it",
        },
      }
    : step;
}
