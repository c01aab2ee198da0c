import { decideStep } from "../core/flags/decide-step";
import type { FlagStep } from "../core/flags/flag";
import { explainKill } from "../core/flags/switch-flag";
import type { LiveFlag } from "../core/flags/record";
import type { ExitName } from "../core/exit-code";
import { prefixed } from "../core/problem";
import { RunEnd } from "../core/run-end";
import type { Counts, EvidenceState } from "../core/verdict/index";
import type { LockHolder } from "../core/ledger/lock/lock";
import { askFlagGate } from "./gate-flag";
import type { FlagContext } from "./flag-context";
import { dropFlagLock, takeFlagLock } from "./flag-lock";
import type { StoredFlags } from "./flag-store";
import { restoreRun } from "./judge-variants";
import { passFlag, raiseFlag } from "./raise-flag";
import { soakFlag } from "./soak-flag";
import { takeOffFlag } from "./take-off-flag";

/** End of a flag's run. */
export interface FlagRollout {
  readonly end: Extract<ExitName, "done" | "failed" | "inconclusive">;
  readonly sentence: string;
  readonly percent: number;
  /** Requests of both variants in the last step, errors among them; absent where none was judged. */
  readonly counts?: { readonly on: Counts; readonly off: Counts };
  /** From the step's write until the flag was off everywhere, seconds; absent where it was not switched off. */
  readonly secondsToOff?: number;
}

interface Present {
  readonly stored: StoredFlags;
  readonly live: LiveFlag;
}

/**
 * The flag as it is.
 * @throws {RunEnd} `refused` where it is not there or switched off
 */
async function readFlag({ flags, spec, settings }: FlagContext): Promise<Present> {
  const { name } = spec;
  const { environment } = settings;
  const stored = await flags.read();
  const live = stored?.record.flags[name];
  if (stored === undefined || live === undefined)
    throw new RunEnd("refused", {
      text: `Cannot roll out flag "${name}": it must be in the cluster: got none`,
      fix: `pulumi up -s ${environment} writes the flags of the file`,
    });
  if (live.killed !== undefined)
    throw new RunEnd("refused", {
      text: `Cannot roll out ${explainKill(name, live.killed)}`,
      fix: `when its cause is mended: sluice flag on ${name} ${environment} --reason TEXT`,
    });
  return { stored, live };
}

async function switchedOff(
  context: FlagContext,
  live: LiveFlag,
  sentence: string,
  counts: FlagRollout["counts"],
): Promise<FlagRollout> {
  const forced = await takeOffFlag(context, sentence);
  return {
    end: "failed",
    sentence: `flag "${context.spec.name}" was switched off at ${live.percent} %: ${sentence}${forced.kind === "seen" ? "" : `; written, not confirmed: ${forced.missing}`}`,
    percent: 0,
    ...(counts === undefined ? {} : { counts }),
    secondsToOff: context.now() - live.sinceSeconds,
  };
}

/** Judges the live percentage; undefined where it passed. */
async function judgeStep(
  context: FlagContext,
  live: LiveFlag,
  terms: { readonly step: FlagStep; readonly next: FlagStep | undefined; readonly holder: LockHolder },
  kept: EvidenceState | undefined,
): Promise<FlagRollout | undefined> {
  const { spec, say } = context;
  const { decision, evidence } = await soakFlag(context, live, terms, kept);
  const { canary: on, stable: off } = evidence.stage ?? evidence;
  const counts = { on, off };
  const { percent } = live;
  if (decision.action === "off") return await switchedOff(context, live, decision.sentence, counts);
  if (decision.action === "ended")
    return { end: "failed", sentence: `flag "${spec.name}": ${decision.sentence}`, percent: 0, counts };
  if (decision.action === "hold")
    return {
      end: "inconclusive",
      sentence: `flag "${spec.name}" stays at ${percent} %: ${decision.sentence}`,
      percent,
      counts,
    };
  if ((await passFlag(context, live)) === undefined)
    throw new RunEnd(
      "refused",
      `Cannot pass ${percent} % of flag "${spec.name}": another writer changed it meanwhile`,
    );
  say(`flag "${spec.name}", ${percent} %: ${decision.sentence}`);
  return undefined;
}

/** Takes a step where its gate passes; a way that failed while nobody watched is switched off. */
async function takeStep(
  context: FlagContext,
  { stored, live }: Present,
  step: FlagStep,
  kept: EvidenceState | undefined,
): Promise<FlagRollout | undefined> {
  const { spec } = context;
  const { problems, failed } = await askFlagGate(context, stored, live, kept);
  if (failed !== undefined) return await switchedOff(context, live, failed, undefined);
  if (problems.length > 0)
    throw new RunEnd(
      "refused",
      problems.map((one) => prefixed(`Cannot raise flag "${spec.name}" to ${step.percent} %: `, one)),
    );
  await raiseFlag(context, live, step);
  return undefined;
}

async function run(context: FlagContext, holder: LockHolder): Promise<FlagRollout> {
  const { spec, runs, say, now } = context;
  const { name } = spec;
  let tookDated = false;
  for (;;) {
    const present = await readFlag(context);
    const { live } = present;
    const { percent } = live;
    const { state: kept, problem } = restoreRun(await runs.read(name), live.attempt);
    if (problem !== undefined) say(`evidence so far cannot be used and starts from zero: ${problem}`);
    const next = decideStep(spec, live, now(), tookDated);
    if (next.kind === "done")
      return { end: "done", sentence: `flag "${name}" is at ${percent} % and passed`, percent };
    if (next.kind === "wait")
      return { end: "done", sentence: `flag "${name}" stays at ${percent} %: ${next.sentence}`, percent };
    const ended =
      next.kind === "raise"
        ? await takeStep(context, present, next.step, kept)
        : await judgeStep(context, live, { ...next, holder }, kept);
    if (ended !== undefined) return ended;
    const { from, afterSeconds } = next.step;
    if (next.kind === "raise" && (from ?? afterSeconds) !== undefined) tookDated = true;
  }
}

/**
 * Brings a flag step by step to everybody: each step is allowed by its gate, and left by the evidence on its two
 * variants. A bad one is switched off. Goes on where an earlier run ended.
 * @throws {RunEnd} where the gate refuses, another run judges it, or it is switched off
 */
export async function rollOutFlag(context: FlagContext): Promise<FlagRollout> {
  const { spec, runs, settings, signal, progress } = context;
  const { name } = spec;
  const { live } = await readFlag(context);
  const terms = { runs, name, attempt: live.attempt, by: settings.stack, signal, progress };
  const holder = await takeFlagLock(terms);
  try {
    return await run(context, holder);
  } finally {
    await dropFlagLock(runs, name, holder).catch(() => undefined);
  }
}
