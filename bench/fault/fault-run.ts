import { setTimeout as sleep } from "node:timers/promises";
import { setFault } from "../../sandbox/fault/set-fault";
import type { Load } from "../../sandbox/load/load";
import type { LoadReport } from "../../sandbox/load/report";
import type { App } from "../../test/e2e/support/app";
import { startSoak } from "../support/soaking";
import { watchWeight } from "../support/watch-weight";
import type { AnswerClock } from "./answer-clock";

/** Cost of one fault. */
export interface FaultRun {
  /** Seconds from the fault's setting to weight 0 at the API server. */
  readonly zeroLive: number;
  /** Seconds from the fault's setting to the last answer that a client got of the canary. */
  readonly zeroObserved: number;
  /** Seconds from the answer of Prometheus that decided to weight 0 at the API server. */
  readonly decision: number;
  /** Client requests that failed on the canary. */
  readonly failed: number;
  /** Client requests that failed elsewhere: on stable, or without an answer. */
  readonly failedOtherwise: number;
  /** Client requests sent in the whole run. */
  readonly sent: number;
}

/** Moment at which a client got the last answer of a version that fails altogether, milliseconds since the epoch. */
function lastAnswerMs(report: LoadReport, version: string): number {
  const listed = report.failures.findLast((failure) => failure.version === version);
  if (report.failed === report.failures.length && listed !== undefined) return Date.parse(listed.at);
  // The list is cut: the end of the last second with an answer is not too early.
  const second = report.timeline.findLast(({ versions }) => (versions[version] ?? 0) > 0);
  return second === undefined ? Number.NaN : Date.parse(second.at) + 1000;
}

/** 15 s or more of the soak are behind it. */
const settled = /5 %: held (1[5-9]|[2-9]\d|\d{3,})\//;

/**
 * Lets a canary at 5 % settle, makes it fail altogether, and waits until it is off.
 * @param load - under way; ended here
 * @param delaySeconds - after a tick of the soak, so that runs spread over the phases of tick and scrape
 */
export async function faultOnce(
  app: App,
  load: Load,
  clock: AnswerClock,
  delaySeconds: number,
): Promise<FaultRun> {
  const soak = await startSoak(app, settled);
  const watch = await watchWeight(app);
  try {
    await sleep(delaySeconds * 1000);
    const setAtMs = Date.now();
    const told = await setFault(
      app.sandbox,
      { namespace: app.namespace, track: "canary" },
      { errorRatio: 1 },
    );
    if (!told.every(({ took }) => took)) throw new Error(`Cannot set the fault: ${JSON.stringify(told)}`);
    const zeroAtMs = await watch.zeroAtMs();
    const { code, text } = await soak.ended;
    const report = await load.stop();
    if (!text.includes("[sluice:4]"))
      throw new Error(`The soak must end by its verdict: got exit code ${code}\n${text}`);
    const canary = told[0]?.version ?? "";
    const failed = report.versions[canary]?.failed ?? 0;
    return {
      zeroLive: (zeroAtMs - setAtMs) / 1000,
      zeroObserved: (lastAnswerMs(report, canary) - setAtMs) / 1000,
      decision: (zeroAtMs - (clock.lastBefore(zeroAtMs) ?? Number.NaN)) / 1000,
      failed,
      failedOtherwise: report.failed - failed,
      sent: report.sent,
    };
  } finally {
    watch.close();
  }
}
