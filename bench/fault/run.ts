import { runBench } from "../support/command";
import { prepareApp } from "../support/release";
import { beginAgain, beginRelease, endlessSoak } from "../support/soaking";
import { startAnswerClock } from "./answer-clock";
import { faultOnce } from "./fault-run";
import type { FaultRun } from "./fault-run";

const tickSeconds = 2;
const requestsPerSecond = 200;

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("fault", 10, async (bench) => {
    const app = await prepareApp(bench, "fault", endlessSoak);
    const clock = await startAnswerClock(app.sandbox.prometheusUrl);
    bench.later(async () => clock.close());
    let load = await beginRelease(app, requestsPerSecond);
    // From here on only: base's objects know nothing of it, and a stage reads it at each run.
    await app.configure((await app.ledger()).attempt?.image ?? "", { analysis: { prometheus: clock.url } });
    const runs: FaultRun[] = [];
    for (let turn = 0; turn < bench.runs; turn++) {
      if (turn > 0) {
        load = app.load(requestsPerSecond);
        await beginAgain(app);
      }
      const one = await faultOnce(app, load, clock, (tickSeconds * turn) / bench.runs);
      runs.push(one);
      bench.say(
        `fault ${turn + 1} of ${bench.runs}: weight 0 live after ${one.zeroLive} s, last answer of the canary after ${one.zeroObserved} s, ` +
          `${one.failed} of ${one.sent} client requests failed on it, ${one.failedOtherwise} otherwise`,
      );
    }
    const of = (key: keyof FaultRun): number[] => runs.map((one) => one[key]);
    return [
      { name: "fault set to weight 0 live", unit: "s", values: of("zeroLive") },
      {
        name: "fault set to weight 0 observed by clients",
        unit: "s",
        values: of("zeroObserved"),
        limits: { median: 15, worst: 25 },
      },
      { name: "failed client requests, on the canary", unit: "requests", values: of("failed") },
      { name: "failed client requests, otherwise", unit: "requests", values: of("failedOtherwise") },
      {
        name: "decision: Prometheus's answer to weight 0 live",
        unit: "s",
        values: of("decision"),
        limits: { worst: 0.3 },
      },
    ];
  });
}
