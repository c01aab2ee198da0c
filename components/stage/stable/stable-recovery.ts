import { countBetween } from "../../core/evidence/samples/count-between";
import { scrapeInterval } from "../../core/evidence/samples/scrape-interval";
import { openSource } from "../../prometheus/source";
import type { Session } from "../../session/session";
import { sleep } from "../../traffic/wait";
import { lookBackSeconds } from "../evidence/feed";

/** Stable is below its limit again once it was so for so long, seconds, or three scrapes. */
const wellSeconds = 20;
/** Longest time that it is watched, seconds. */
const patienceSeconds = 180;

/** Result of watching stable after its traffic was put back. */
export interface Recovery {
  readonly kind: "recovered" | "lasting" | "unknown";
  readonly text: string;
}

/**
 * Watches stable after weight 0 until it is below its limit again, or the time for it is over.
 * @param sinceSeconds - when weight 0 was written, seconds since the epoch
 * @param limit - error ratio from which stable counts as worse
 */
export async function watchRecovery(
  session: Pick<Session, "settings" | "cluster" | "interrupted" | "now" | "progress">,
  sinceSeconds: number,
  limit: number,
): Promise<Recovery> {
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
