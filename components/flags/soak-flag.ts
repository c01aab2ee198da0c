import type { FlagStep } from "../core/flags/flag";
import type { LiveFlag } from "../core/flags/record";
import { watchFlag } from "../core/flags/watch-flag";
import type { FlagTick, FlagTickDecision } from "../core/flags/watch-flag";
import { patienceOf, save } from "../core/verdict/index";
import type { Evidence, EvidenceState, Verdict } from "../core/verdict/index";
import type { LockHolder } from "../core/ledger/lock/lock";
import { sleep } from "../traffic/wait";
import { readAnswers } from "./ask-flagd";
import type { FlagContext } from "./flag-context";
import { renewFlagLock } from "./flag-lock";
import { enterStep, findingOf, judgeVariants } from "./judge-variants";

/** End of a soak. */
export interface FlagSoak {
  readonly decision: Exclude<FlagTickDecision, { readonly action: "go-on" }>;
  readonly evidence: Evidence;
}

async function look({
  flags,
  spec,
}: FlagContext): Promise<
  Pick<FlagTick, "live" | "isOwnFile"> & { readonly flagd?: Parameters<typeof readAnswers>[2] }
> {
  try {
    const stored = await flags.read();
    const live = stored?.record.flags[spec.name];
    if (stored === undefined || live === undefined) return { live: { kind: "gone" }, isOwnFile: true };
    const { isOwnFile, record } = stored;
    return { live: { kind: "seen", ...live }, isOwnFile, flagd: record.flagd };
  } catch (error) {
    return { live: { kind: "unseen", problem: (error as Error).message }, isOwnFile: true };
  }
}

function describe(
  percent: number,
  { evidence }: Verdict,
  sentence: string,
  problem: string | undefined,
): string {
  const { canary, stable } = evidence.stage ?? evidence;
  const total = canary.requests + stable.requests;
  const share = total === 0 ? "no requests yet" : `share ${((100 * canary.requests) / total).toFixed(1)} %`;
  const away = problem === undefined ? "" : `; Prometheus: ${problem}`;
  return (
    `${percent} %: held ${Math.floor(evidence.heldSeconds)}/${evidence.minimumHoldSeconds} s, ${share}, ` +
    `on ${canary.errors}/${canary.requests}, off ${stable.errors}/${stable.requests} errors/requests, ` +
    `ln E ${evidence.trimmedLnE.toFixed(2)} of ${evidence.failAt.toFixed(2)}, ln P ${evidence.lnP.toFixed(2)} of ${evidence.passAt.toFixed(2)}; ${sentence}${away}`
  );
}

const toFinding = (verdict: Verdict): FlagTick["verdict"] =>
  verdict.kind !== "inconclusive" || verdict.final ? findingOf(verdict) : undefined;

/**
 * Watches a flag at the percentage that is live until the evidence on its variants decides. Evidence is written at every
 * look, so that another run goes on from there.
 */
export async function soakFlag(
  context: FlagContext,
  live: LiveFlag,
  terms: { readonly step: FlagStep; readonly next: FlagStep | undefined; readonly holder: LockHolder },
  kept: EvidenceState | undefined,
): Promise<FlagSoak> {
  const { settings, cluster, spec, runs, progress, signal } = context;
  const { step, next, holder } = terms;
  const { analysis, namespace } = settings;
  const { soakSeconds, deadlineSeconds } = step;
  let state = await enterStep(context, live, kept, { soakSeconds, deadlineSeconds, next: next?.percent });
  for (;;) {
    const [judged, seen] = await Promise.all([judgeVariants(context, state, signal), look(context)]);
    const answers = (await readAnswers(cluster, namespace, seen.flagd, spec.name)) ?? [];
    ({ state } = judged);
    const { verdict, blindSeconds } = judged;
    const saved = { attempt: live.attempt, evidence: save(state) };
    const isMine = await renewFlagLock(runs, spec.name, holder, saved).catch(() => undefined);
    const { evidence } = verdict;
    const decision = watchFlag({
      percent: live.percent,
      epoch: live.epoch,
      live: seen.live,
      isOwnFile: seen.isOwnFile,
      answers,
      verdict: toFinding(verdict),
      blindSeconds,
      // A counter whose samples come every minute is not blind after two.
      blindLimitSeconds: Math.max(analysis.blindSeconds, patienceOf(state)),
      deadlineOver: evidence.elapsedSeconds >= evidence.deadlineSeconds,
      lockLost: isMine === false,
    });
    // A step that the cluster did not record is not passed on: a killed run would judge it again from the start.
    if (decision.action !== "go-on" && !(decision.action === "pass" && isMine === undefined))
      return { decision, evidence };
    progress(describe(live.percent, verdict, decision.sentence, judged.problem));
    await sleep(analysis.tickSeconds * 1000, signal);
  }
}
