import { done } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import { runBench } from "../support/command";
import { prepareApp } from "../support/release";
import { beginAgain, beginRelease, endlessSoak, startSoak } from "../support/soaking";
import { watchWeight } from "../support/watch-weight";

/**
 * Aborts a soak under way at 5 % once: seconds from the start of `sluice abort` to weight 0 live, and by its own
 * report.
 */
async function abortOnce(app: App): Promise<{ live: number; said: number; whole: number }> {
  const soak = await startSoak(app, /5 %: held/);
  const watch = await watchWeight(app);
  try {
    const begunMs = Date.now();
    const aborting = app.sluice("abort", app.environment, "-C", app.folder, "--reason", "bench", "--json");
    const live = (await watch.zeroAtMs()) - begunMs;
    const { stdout } = done(await aborting);
    const whole = Date.now() - begunMs;
    const { writtenAfterMs } = JSON.parse(stdout) as { writtenAfterMs: number };
    return { live: live / 1000, said: writtenAfterMs / 1000, whole: whole / 1000 };
  } finally {
    watch.close();
    await soak.ended;
  }
}

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("abort", 5, async (bench) => {
    const app = await prepareApp(bench, "abort", endlessSoak);
    await beginRelease(app, 50);
    const aborts: Awaited<ReturnType<typeof abortOnce>>[] = [];
    for (let turn = 1; turn <= bench.runs; turn++) {
      if (turn > 1) await beginAgain(app);
      aborts.push(await abortOnce(app));
      bench.say(`abort ${turn} of ${bench.runs}: weight 0 live after ${aborts.at(-1)?.live} s`);
    }
    const of = (key: "live" | "said" | "whole"): number[] => aborts.map((one) => one[key]);
    return [
      { name: "sluice abort: command to weight 0 live", unit: "s", values: of("live"), limits: { worst: 1 } },
      { name: "sluice abort: the same by its own words", unit: "s", values: of("said") },
      { name: "sluice abort: command to its end, canary idle", unit: "s", values: of("whole") },
    ];
  });
}
