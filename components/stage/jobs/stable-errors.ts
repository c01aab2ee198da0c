import { countBetween } from "../../core/evidence/samples/count-between";
import type { EvidenceState } from "../../core/verdict/index";
import { noteScrapes, readFromSeconds, rebase, startRelease, startStage } from "../../core/verdict/index";
import type { Ledger } from "../../core/ledger/ledger";
import { openSource } from "../../prometheus/source";
import type { Session } from "../../session/session";
import { arrivalSeconds } from "../evidence/feed";
import { judgeReading } from "../evidence/judge-reading";
import { pinnedParameters } from "../evidence/pinned";
import { swapTracks } from "../promotion/promotion-evidence";

/** Time for which stable must have been well, seconds. */
const beforeSeconds = 300;

/** Stable's errors while something else runs: the absolute test on stable alone. */
export interface StableErrors {
  /** Reads what came since; undefined where it was not well before, or cannot be read now. */
  look(): Promise<{ readonly isWorse: boolean; readonly sentence: string } | undefined>;
}

/** Nothing is known, and nothing counts. */
const unknown: StableErrors = { look: async () => await Promise.resolve(undefined) };

/** Begins to watch stable's errors, where they were within the objective in the five minutes before. */
export async function watchErrors(session: Session, ledger: Ledger | undefined): Promise<StableErrors> {
  const { settings, cluster } = session;
  const source = openSource(cluster, settings);
  const parameters = pinnedParameters(ledger, settings);
  const now = session.now();
  const read = await source.read(now - beforeSeconds, now).catch(() => undefined);
  if (read === undefined || read.problems.length > 0) return unknown;
  const { requests, errors } = countBetween(read.series, now - beforeSeconds, now).stable;
  if (requests === 0 || errors / requests >= parameters.objectiveErrorRatio) return unknown;
  let state: EvidenceState = startStage(
    noteScrapes(rebase(startRelease(parameters), now), swapTracks(read.series), now),
    {
      weight: 100,
      nextWeight: undefined,
      minimumHoldSeconds: 0,
      deadlineSeconds: 24 * 3600,
      startedAtSeconds: now,
      waive: ["minimumHold", "passTest", "commonCause", "metrics"],
    },
  );
  return {
    look: async () => {
      const until = session.now() - arrivalSeconds;
      const terms = { rules: [], tickSeconds: settings.analysis.tickSeconds, tracks: ["stable"] as const };
      const reading = await source
        .readEvidence(terms, readFromSeconds(state, until), until, session.interrupted)
        .catch(() => undefined);
      if (reading === undefined || reading.problems.length > 0) return undefined;
      const judged = judgeReading(state, { ...reading, series: swapTracks(reading.series) }, until, false);
      state = judged.state;
      const { canary } = judged.verdict.evidence;
      return {
        isWorse: judged.verdict.kind === "fail",
        sentence: `stable was within its objective before the migration and is not any more: ${canary.errors} of ${canary.requests} requests failed since it began`,
      };
    },
  };
}
