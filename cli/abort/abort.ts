import { decideAbort } from "../../components/core/commands/decide-abort";
import type { AbortStep } from "../../components/core/commands/decide-abort";
import { explainDatabase } from "../../components/core/commands/explain-database";
import type { CommandDecision } from "../../components/core/commands/decide-command";
import { findLaterAttempt } from "../../components/core/ledger/later-attempt";
import { versionBefore } from "../../components/core/ledger/promoted-version";
import { inlineProblem, printProblem, toRefusal } from "../../components/core/problem";
import type { Problem } from "../../components/core/problem";
import { exitCodes } from "../../components/core/exit-code";
import { explainWays } from "../../components/core/routers/foreign-rules";
import { attemptOf, readAbortFacts } from "./abort-facts";
import type { AbortFacts, AbortPatience } from "./abort-facts";
import { confirmZero, recordZero, takeCanaryDown, writeZero } from "./abort-steps";
import type { AbortProgress } from "./abort-steps";
import { explainTaken } from "../../components/traffic/end/abort-release";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** A base stack or a stage that was just about to write may make a second look necessary. */
const mostRounds = 3;

/** A person waits: the route is written within a second, and everything is tried again for half a minute. */
const usualPatience: AbortPatience = { waitMs: 500, awaySeconds: 30 };

/**
 * Takes all traffic off the canary, whatever state engine, lock and ledger are in: one read and one write of the
 * route first, everything else after it. A promotion is different: stable must be back before it gets the traffic.
 * @param reason - kept in ledger, route and Event
 */
export async function abort(
  context: Environment,
  reason: string,
  patience: AbortPatience = usualPatience,
): Promise<Outcome> {
  let progress: AbortProgress = { reason, warnings: [] };
  let sentence = "";
  let readable = true;
  for (let round = 1; round <= mostRounds; round++) {
    const facts = await readEnough(context, patience);
    const decision = decide(facts);
    readable = facts.reading.kind === "read" || facts.reading.kind === "late";
    if (decision.kind === "refuse" && round === 1) return refuse(decision, context);
    if (round > 1 && (decision.kind !== "act" || isAnother(facts, progress))) break;
    sentence = sentence === "" ? decision.sentence : sentence;
    context.say(decision.sentence);
    for (const step of decision.steps) progress = await carryOut(context, facts, step, progress, patience);
    // A decision taken without the ledger is taken again with it.
    if (!readable || progress.observed !== "confirmed" || (progress.ways?.rules.length ?? 0) > 0) break;
  }
  return await report(context, sentence, progress, readable);
}

/** Whether an attempt began since the first look: a person decided again, and this command was not about it. */
const isAnother = ({ situation }: AbortFacts, { attempt }: AbortProgress): boolean =>
  findLaterAttempt(situation.ledger, { attempt }) !== undefined;

/** Reads the route; ledger and stable are waited for only where stable may have to go back first. */
async function readEnough(context: Environment, patience: AbortPatience): Promise<AbortFacts> {
  const facts = await readAbortFacts(context, patience);
  const { ledger, stable } = facts.situation;
  const isLate = facts.reading.kind === "late";
  const matters = isLate
    ? ledger?.phase === "promoting"
    : ledger?.phase === "aborted" && stable === undefined;
  return matters
    ? await readAbortFacts(context, { ...patience, waitMs: patience.awaySeconds * 1000 })
    : facts;
}

/** Without a ledger that can be trusted the route is written in any case: a shift may be about to raise it. */
function decide({ situation, reading }: AbortFacts): CommandDecision<AbortStep> {
  const decision = decideAbort(situation);
  if (reading.kind === "read" || decision.kind === "act" || situation.liveWeight === undefined)
    return decision;
  if (reading.kind === "none" && situation.ledger === undefined) return decision;
  return {
    kind: "act",
    steps: ["write-zero", "confirm-zero", "idle-canary"],
    exitCode: 0,
    sentence: "The ledger cannot be used: weight 0 is written without it",
  };
}

function refuse(decision: CommandDecision<AbortStep>, { settings }: Environment): Outcome {
  const { environment, app } = settings;
  const { exitCode, sentence } = decision;
  const problem = toRefusal(decision);
  return {
    exitCode,
    sentence: printProblem(problem),
    report: { environment, app, sentence, problems: [problem] },
  };
}

async function carryOut(
  context: Environment,
  facts: AbortFacts,
  step: AbortStep,
  progress: AbortProgress,
  patience: AbortPatience,
): Promise<AbortProgress> {
  const { ledger } = facts.situation;
  switch (step) {
    case "write-zero": {
      const written = await writeZero(context, facts, progress, patience);
      return await recordZero(context, facts, written, patience);
    }
    case "record-aborted": {
      if (facts.reading.kind === "none" || ledger?.phase !== "promoting") return progress;
      const { endPromotion } = require("./end-promotion") as typeof import("./end-promotion");
      return await endPromotion(context, facts, progress, patience);
    }
    case "restore-stable":
      return progress;
    case "await-stable": {
      const before = versionBefore(ledger?.attempt);
      if (before === undefined) throw new RunEnd("unexpected", "Cannot restore stable: no version is known");
      const { restoreStable } = require("./restore-stable") as typeof import("./restore-stable");
      await restoreStable(context, { version: before, attempt: attemptOf(facts) }, patience.awaySeconds);
      return progress;
    }
    case "confirm-zero":
      return await confirmZero(context, progress);
    case "idle-canary":
      return await takeCanaryDown(context, progress, patience);
  }
}

async function report(
  context: Environment,
  decision: string,
  progress: AbortProgress,
  readable: boolean,
): Promise<Outcome> {
  const { environment, app } = context.settings;
  const { observed, warnings, from, byHand, writtenAtSeconds, writtenAfterMs } = progress;
  const stored = readable ? await context.store.read().catch(() => undefined) : undefined;
  const phase = stored?.ledger.phase ?? null;
  const left = progress.ways === undefined ? [] : explainWays(progress.ways);
  const database = explainDatabase(stored?.ledger, stored?.ledger.promoted.at(-1)?.image);
  const confirmed = observed === "confirmed" && left.length === 0;
  for (const warning of warnings) context.say(`warning: ${warning}`);
  for (const { text, fix } of left) context.say(printProblem({ text: `still reached: ${text}`, fix }));
  if (database !== undefined) context.say(printProblem(database));
  const { lever } = progress;
  const end: Problem = confirmed
    ? { text: `all traffic of "${app}" is on stable, observed`, fix: `sluice status ${environment}` }
    : lever !== undefined
      ? {
          text: `weight 0 of "${app}" is not in force: ${explainTaken(lever)}`,
          fix: "repair the named cause, then run the same command again",
        }
      : {
          text: `weight 0 of "${app}" is written, not confirmed: ${
            left.length > 0
              ? "the canary can still be reached past the route"
              : observed === "contradicted"
                ? "requests still reach the canary"
                : "requests could not be counted"
          }; the canary is left running`,
          fix: "run the same command again, it checks again",
        };
  return {
    exitCode: confirmed ? exitCodes.done : exitCodes.inconclusive,
    sentence: printProblem(end),
    report: {
      environment,
      app,
      sentence: decision,
      phase,
      weight: {
        from: from ?? null,
        live: lever !== undefined && writtenAtSeconds === undefined ? (from ?? null) : 0,
      },
      lever:
        lever === undefined ? null : { services: lever.services, because: lever.because, seen: lever.seen },
      observed: observed ?? "unknown",
      byHand: byHand ?? null,
      database: database?.text ?? null,
      writtenAt: writtenAtSeconds === undefined ? null : new Date(writtenAtSeconds * 1000).toISOString(),
      writtenAfterMs: writtenAfterMs ?? null,
      warnings: [...warnings, ...left.map(inlineProblem)],
    },
  };
}
