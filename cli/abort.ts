import { decideAbort } from "../components/core/commands/decide-abort";
import type { AbortStep } from "../components/core/commands/decide-abort";
import type { CommandDecision } from "../components/core/commands/decide-command";
import { exitCodes } from "../components/core/exit-code";
import { promotionAborted } from "../components/core/ledger/weight-transition";
import { readAbortFacts } from "./abort-facts";
import type { AbortFacts } from "./abort-facts";
import { confirmZero, recordZero, writeZero } from "./abort-steps";
import type { AbortProgress } from "./abort-steps";
import { CommandError } from "./command-error";
import type { Environment } from "./environment";
import type { Outcome } from "./run-command";

/** A base stack or a stage that was just about to write may make a second look necessary. */
const mostRounds = 3;

/**
 * Takes all traffic off the canary, whatever state engine, lock and ledger are in: one read and one write of the
 * route first, everything else after it. A promotion is different: stable must be back before it gets the traffic.
 * @param reason - kept in ledger, route and Event
 */
export async function abort(context: Environment, reason: string): Promise<Outcome> {
  let progress: AbortProgress = { reason, warnings: [] };
  let sentence = "";
  let recorded = true;
  for (let round = 1; round <= mostRounds; round++) {
    const facts = await readAbortFacts(context);
    recorded = facts.recorded;
    const decision = decide(facts);
    if (decision.kind === "refuse") return refuse(decision, context);
    if (round > 1 && decision.kind === "no-op") break;
    sentence = sentence === "" ? decision.sentence : sentence;
    context.say(decision.sentence);
    for (const step of decision.steps) progress = await carryOut(context, facts, step, progress);
    if (!recorded || progress.observed !== "confirmed") break;
  }
  return await report(context, sentence, progress, recorded);
}

/** Without a ledger that can be trusted the route is written in any case: a shift may be about to raise it. */
function decide(facts: AbortFacts): CommandDecision<AbortStep> {
  const decision = decideAbort(facts.situation);
  if (facts.recorded || decision.kind === "act" || facts.situation.liveWeight === undefined) return decision;
  if (facts.ledgerProblem === undefined && facts.situation.ledger === undefined) return decision;
  return {
    kind: "act",
    steps: ["write-zero", "confirm-zero", "idle-canary"],
    exitCode: 0,
    sentence: "The ledger cannot be used: weight 0 is written without it",
  };
}

function refuse(
  { sentence, wayOut, exitCode }: CommandDecision<AbortStep>,
  { settings }: Environment,
): Outcome {
  const { environment, app } = settings;
  const text = `${sentence}${wayOut === undefined ? "" : `; ${wayOut}`}`;
  return { exitCode, sentence: text, report: { environment, app, sentence: text } };
}

async function carryOut(
  context: Environment,
  facts: AbortFacts,
  step: AbortStep,
  progress: AbortProgress,
): Promise<AbortProgress> {
  const { reason } = progress;
  switch (step) {
    case "write-zero": {
      const written = await writeZero(context, facts, progress);
      return await recordZero(context, facts, written);
    }
    case "record-aborted": {
      if (facts.recorded && facts.situation.ledger?.phase === "promoting") {
        await context.commit((ledger, nowSeconds) => promotionAborted(ledger, { reason, nowSeconds }));
      }
      return progress;
    }
    case "restore-stable":
      return progress;
    case "await-stable": {
      const image = facts.situation.ledger?.attempt?.previousImage;
      if (image === undefined)
        throw new CommandError("unexpected", "Cannot restore stable: no image is known");
      const { restoreStable } = require("./restore-stable") as typeof import("./restore-stable");
      await restoreStable(context, image);
      return progress;
    }
    case "confirm-zero":
      return await confirmZero(context, progress);
    case "idle-canary": {
      if (progress.observed !== "confirmed") return progress;
      const { idleCanary } =
        require("../components/traffic/end-traffic") as typeof import("../components/traffic/end-traffic");
      const { releaseStableFloor } =
        require("../components/traffic/stable-floor") as typeof import("../components/traffic/stable-floor");
      context.progress("the canary drains");
      await idleCanary(context.cluster, context.settings);
      await releaseStableFloor(context);
      return progress;
    }
  }
}

async function report(
  context: Environment,
  decision: string,
  progress: AbortProgress,
  recorded: boolean,
): Promise<Outcome> {
  const { environment, app } = context.settings;
  const { observed, warnings, from, writtenAtSeconds, writtenAfterMs } = progress;
  const stored = recorded ? await context.store.read().catch(() => undefined) : undefined;
  const phase = stored?.ledger.phase ?? null;
  const confirmed = observed === "confirmed";
  for (const warning of warnings) context.say(`warning: ${warning}`);
  const sentence = confirmed
    ? `all traffic of "${app}" is on stable, observed; next: sluice status ${environment}`
    : `weight 0 of "${app}" is written, not confirmed: ${
        observed === "contradicted" ? "requests still reach the canary" : "requests could not be counted"
      }; the canary is left running; run the same command again, it checks again`;
  return {
    exitCode: confirmed ? exitCodes.done : exitCodes.inconclusive,
    sentence,
    report: {
      environment,
      app,
      sentence: decision,
      phase,
      weight: { from: from ?? null, live: 0 },
      observed: observed ?? "unknown",
      writtenAt: writtenAtSeconds === undefined ? null : new Date(writtenAtSeconds * 1000).toISOString(),
      writtenAfterMs: writtenAfterMs ?? null,
      warnings,
    },
  };
}
