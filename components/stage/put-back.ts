import { stableWatched } from "../core/ledger/stable-transition";
import type { StageVerdict } from "../core/ledger/ledger";
import { countBetween } from "../core/evidence/count-between";
import { scrapeInterval } from "../core/evidence/scrape-interval";
import type { StableHarm } from "../core/verdict/index";
import { openSource } from "../prometheus/source";
import type { Settings } from "../core/settings";
import type { Session } from "../session/session";
import { abortRelease, explainOutcome } from "../traffic/abort-release";
import type { ZeroOutcome } from "../traffic/abort-release";
import { persist } from "../traffic/persist";
import { sleep } from "../traffic/wait";
import { lookBackSeconds } from "./feed";

/** Why traffic goes back to a stable that became worse. */
export interface PutBack {
  readonly attempt: number | undefined;
  readonly harm: StableHarm;
  readonly sentence: string;
  /** Of the stage that was soaking. */
  readonly verdict: StageVerdict;
  readonly written?: boolean;
}

/** Stable is below its limit again once it was so for so long, seconds, or three scrapes. */
const wellSeconds = 20;
/** So long it is watched at most, seconds. */
const patienceSeconds = 180;

/**
 * Takes the traffic off a canary that harms stable, records it, and says afterwards whether stable recovered: then the
 * release was likely the cause, and only a person tries it again.
 * @returns what came of it, one sentence on stable last
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
  const seen = await watchRecovery(session, since, harm.limit);
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

/** The end of a run that put traffic back: what happened, where traffic is, what became of stable. */
export function explainPutBack(
  { app, environment }: Pick<Settings, "app" | "environment">,
  exposure: string,
  sentence: string,
  back: ZeroOutcome & { readonly told: string },
): string {
  return `Put traffic of "${app}" back from ${exposure} (stable-harmed): ${sentence}; ${explainOutcome(back, environment)}; ${back.told}`;
}

interface Recovery {
  readonly kind: "recovered" | "lasting" | "unknown";
  readonly text: string;
}

async function watchRecovery(session: Session, sinceSeconds: number, limit: number): Promise<Recovery> {
  const { settings, cluster, interrupted } = session;
  const reader = openSource(cluster, settings);
  let last: Recovery = { kind: "unknown", text: "no request of it was counted" };
  for (;;) {
    const now = session.now();
    const { series, problems } = await reader.read(now - lookBackSeconds, now, interrupted);
    const window = Math.max(wellSeconds, 3 * (scrapeInterval(series) ?? 0));
    const from = Math.max(sinceSeconds, now - window);
    const { requests, errors } = countBetween(series, from, now).stable;
    const text = `${Math.round(now - sinceSeconds)} s after weight 0: ${errors} of ${requests} of its latest requests failed`;
    const [problem] = problems;
    if (problem !== undefined) last = { kind: "unknown", text: problem.problem };
    else if (requests > 0) {
      const isWell = errors <= limit * requests;
      if (isWell && now - sinceSeconds >= window) return { kind: "recovered", text };
      last = isWell ? last : { kind: "lasting", text };
    }
    if (now - sinceSeconds >= Math.max(patienceSeconds, 6 * window)) return last;
    session.progress(`weight is 0; waiting for stable: ${text}`);
    await sleep(settings.analysis.tickSeconds * 1000, interrupted);
  }
}
