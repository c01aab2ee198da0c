import { arrivalTimesMs } from "./arrivals";
import { LoadClient } from "./client";
import type { LoadPlan } from "./options";
import type { LoadMessage, LoadReport } from "./report";
import { Tally } from "./tally";

const MAX_UNDER_WAY = 10_000;

/**
 * Sends a load from this process: every request when it is due, also while earlier ones are open.
 * @param emit - called at the end of each second; the report is the result
 * @param stop - ends the load early; requests under way are waited for
 */
export async function generateLoad(
  plan: LoadPlan,
  emit: (message: LoadMessage) => void,
  stop: AbortSignal,
): Promise<LoadReport> {
  const client = new LoadClient(plan);
  const startedAtMs = Date.now();
  const start = performance.now();
  const elapsedMs = (): number => performance.now() - start;
  const tally = new Tally(startedAtMs);
  let underWay = 0;
  let index = 0;
  let wake: (() => void) | undefined;

  const send = (dueMs: number): void => {
    const path = plan.paths[index++ % plan.paths.length] ?? "/";
    tally.sent(elapsedMs() - dueMs);
    if (underWay >= MAX_UNDER_WAY) {
      const failure = { kind: "overflow", detail: `${MAX_UNDER_WAY} requests under way` } as const;
      tally.ended({ failure, path, version: "", latencyMs: 0 }, elapsedMs());
      return;
    }
    underWay++;
    client.send(path, start + dueMs, (outcome) => {
      underWay--;
      tally.ended(outcome, elapsedMs());
      if (underWay === 0) wake?.();
    });
  };

  const closeSeconds = (): void => {
    while (elapsedMs() >= (tally.timeline.length + 1) * 1000) {
      emit({ type: "second", second: tally.nextSecond(), totals: tally.snapshot(elapsedMs()) });
    }
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.max(1, Math.floor(ms)));
    });

  const endMs = plan.durationSeconds * 1000;
  const due = arrivalTimesMs(plan.ratePerSecond, plan.arrivals, plan.seed);
  let nextMs = due.next().value;
  while (nextMs < endMs && !stop.aborted) {
    for (; nextMs <= elapsedMs() && nextMs < endMs; nextMs = due.next().value) send(nextMs);
    closeSeconds();
    await pause(Math.min(nextMs - elapsedMs(), 100));
  }
  while (elapsedMs() < endMs && !stop.aborted) {
    closeSeconds();
    await pause(Math.min(endMs - elapsedMs(), 100));
  }
  const sendingSeconds = elapsedMs() / 1000;
  const ticker = setInterval(closeSeconds, 100);
  if (underWay > 0) await new Promise<void>((resolve) => (wake = resolve));
  clearInterval(ticker);
  closeSeconds();
  client.close();
  if (tally.hasOpenSecond()) {
    emit({ type: "second", second: tally.nextSecond(), totals: tally.snapshot(elapsedMs()) });
  }
  const totals = tally.snapshot(elapsedMs());
  return {
    ...totals,
    target: `http://${plan.hostname.includes(":") ? `[${plan.hostname}]` : plan.hostname}:${plan.port}`,
    host: plan.host,
    ratePerSecond: plan.ratePerSecond,
    achievedPerSecond: Math.round((totals.sent / sendingSeconds) * 100) / 100,
    startedAt: new Date(startedAtMs).toISOString(),
    timeline: tally.timeline,
    failures: tally.failures,
  };
}
