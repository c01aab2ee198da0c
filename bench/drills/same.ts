import { setTimeout as sleep } from "node:timers/promises";
import { setFault } from "../../sandbox/fault/set-fault";
import { done, image } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { beginAttempt } from "./begin-attempt";

const weights = [1, 2, 5, 10, 15, 20, 25, 30, 40, 50];
const errorRatio = 0.005;

/** Stages of a release that is as good as stable, `minutes` in all. */
export const sameStages = (minutes: number): readonly { weight: number; soak: string }[] => [
  ...weights.map((weight) => ({ weight, soak: `${Math.ceil((60 * minutes) / weights.length)}s` })),
  { weight: 100, soak: "1h" },
];

/** Both tracks answer the same share of requests with an error, also pods that come later. */
function keepFailing(app: App): () => void {
  const ended = new AbortController();
  const goOn = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await setFault(app.sandbox, { namespace: app.namespace }, { errorRatio }).catch(() => undefined);
      await sleep(5000, undefined, { signal: ended.signal });
    }
  };
  goOn().catch(() => undefined);
  return () => ended.abort();
}

/**
 * Lets two versions that are equally good go through all stages for a time.
 * @param perSecond - requests of users
 */
export async function measureSame(
  bench: Bench,
  app: App,
  minutes: number,
  perSecond: number,
): Promise<Figure[]> {
  const load = app.load(perSecond);
  const stop = keepFailing(app);
  const began = performance.now();
  const [ends, seconds]: [number[], number[]] = [[], []];
  let at = 0;
  try {
    await app.configure(image("v2"), { stages: sameStages(minutes) });
    await beginAttempt(app);
    while (performance.now() - began < minutes * 60_000 && at < weights.length) {
      const from = performance.now();
      const weight = weights[at] as number;
      const { code, text } = await app.up(`${app.environment}-canary-${weight}`);
      const said = text.split("\n").findLast((line) => line.includes("[sluice:")) ?? "passed";
      bench.say(
        `${weight} %: exit code ${code} after ${((performance.now() - from) / 1000).toFixed(0)} s: ${said.trim()}`,
      );
      if (code !== 0 && !text.includes("[sluice:"))
        throw new Error(`A stage must end by its verdict: got\n${text}`);
      const { phase } = await app.ledger();
      ends.push(phase === "aborted" ? 1 : 0);
      seconds.push((performance.now() - from) / 1000);
      if (phase === "aborted") {
        done(
          await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "the next run of a bench"),
        );
        done(await app.up());
        at = 0;
      } else if (code === 0) at++;
    }
  } finally {
    stop();
  }
  const report = await load.stop();
  bench.say(`${report.failed} of ${report.sent} requests failed, ${JSON.stringify(report.failuresByKind)}`);
  return [
    { name: "as good as stable: taken off", unit: "times", values: ends, limits: { worst: 0 } },
    { name: "as good as stable: time of a stage", unit: "s", values: seconds },
  ];
}
