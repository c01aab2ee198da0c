import { judgeFlagGate } from "../core/flags/judge-flag-gate";
import type { LiveFlag } from "../core/flags/record";
import type { Problem } from "../core/problem";
import { showDay } from "../core/show-time";
import type { EvidenceState } from "../core/verdict/index";
import { readAnswers } from "./ask-flagd";
import type { FlagContext } from "./flag-context";
import type { StoredFlags } from "./flag-store";
import { findingOf, findUnreadable, judgeVariants } from "./judge-variants";

/** Finding of a flag's gate. */
export interface FlagGate {
  readonly problems: readonly Problem[];
  /** Evidence after everything since the last look was read; absent before the first step. */
  readonly state?: EvidenceState | undefined;
  /** The evidence failed meanwhile: nobody watched. */
  readonly failed?: string;
}

/** Asks the gate of a flag, first of all for what happened since somebody watched it. */
export async function askFlagGate(
  context: FlagContext,
  stored: StoredFlags,
  live: LiveFlag,
  kept: EvidenceState | undefined,
): Promise<FlagGate> {
  const { settings, cluster, spec, store, now } = context;
  const [ledger, answers, metrics, judged] = await Promise.all([
    store.read(),
    readAnswers(cluster, settings.namespace, stored.record.flagd, spec.name),
    findUnreadable(context),
    kept === undefined ? undefined : judgeVariants(context, kept, context.signal),
  ]);
  const verdict = judged && findingOf(judged.verdict);
  const problems = judgeFlagGate({
    environment: settings.environment,
    spec,
    live,
    isOwnFile: stored.isOwnFile,
    phase: ledger?.ledger.phase,
    answers,
    metrics,
    verdict,
    today: showDay(now()),
  });
  return {
    problems,
    state: judged?.state,
    ...(verdict?.kind === "fail" ? { failed: verdict.sentence } : {}),
  };
}
