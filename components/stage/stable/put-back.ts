import { stableWatched } from "../../core/ledger/transitions/stable-transition";
import type { StageVerdict } from "../../core/ledger/ledger";
import type { StableHarm } from "../../core/verdict/index";
import type { Settings } from "../../core/settings";
import type { Session } from "../../session/session";
import { abortRelease, explainOutcome } from "../../traffic/end/abort-release";
import type { ZeroOutcome } from "../../traffic/end/abort-release";
import { persist } from "../../traffic/persist";
import { watchRecovery } from "./stable-recovery";
import type { Recovery } from "./stable-recovery";

/** Reason why traffic goes back to a stable that became worse. */
export interface PutBack {
  readonly attempt: number | undefined;
  readonly harm: StableHarm;
  readonly sentence: string;
  /** Of the stage that was soaking. */
  readonly verdict: StageVerdict;
  readonly written?: boolean;
}

/**
 * Takes the traffic off a canary that harms stable, records it, and says afterwards whether stable recovered: then the
 * release was likely the cause, and only a person tries it again.
 * @returns the outcome in sentences, one on stable last
 */
export async function putBack(
  session: Session,
  cause: PutBack,
): Promise<ZeroOutcome & { readonly told: string }> {
  const { settings } = session;
  const { attempt, harm, sentence, verdict, written = false } = cause;
  const outcome = await abortRelease(session, {
    kind: "stable-harmed",
    reason: sentence,
    attempt,
    written,
    verdict: { ...verdict, kind: "inconclusive", basis: "stable-harmed", sentence },
  });
  const since = outcome.writtenAtSeconds ?? session.now();
  // Traffic is on stable already: whatever ends the waiting, the run must not say that it stayed on the canary.
  const seen = await watchRecovery(session, since, harm.limit).catch((error: Error): Recovery => ({
    kind: "unknown",
    text: error.message,
  }));
  const retry = `a new attempt of it needs sluice retry ${settings.environment} --reason TEXT`;
  const told = {
    recovered: `stable recovered ${seen.text}: the release was likely the cause, ${retry}`,
    lasting: `stable did not recover ${seen.text}: the cause is likely elsewhere, and the same release may be tried again`,
    unknown: `whether stable recovered is not known (${seen.text}): ${retry}`,
  }[seen.kind];
  if (seen.kind !== "unknown") {
    const { kind } = seen;
    await persist(
      async () =>
        await session.commit((ledger) =>
          stableWatched(ledger, { attempt, recovered: kind === "recovered", told }),
        ),
      (error) => session.say(`the ledger is not written yet: ${error.message}`, "warning"),
    );
  }
  session.say(told, "warning");
  return { ...outcome, told };
}

/** End of a run that put traffic back: the reason, where traffic is, and the state of stable. */
export function explainPutBack(
  { app, environment }: Pick<Settings, "app" | "environment">,
  exposure: string,
  sentence: string,
  back: ZeroOutcome & { readonly told: string },
): string {
  return `Put traffic of "${app}" back from ${exposure} (stable-harmed): ${sentence}; ${explainOutcome(back, environment)}; ${back.told}`;
}
