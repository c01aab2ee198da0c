import { downSandbox } from "../../sandbox/cluster/lifecycle/down";
import { upSandbox } from "../../sandbox/cluster/lifecycle/up";
import { ensureTools } from "../../sandbox/tools/resolve";
import { runBench } from "../support/command";
import { timeSeconds } from "../support/statistics";

const name = "bench-start";

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("sandbox", 5, async (bench) => {
    bench.say("tools are made ready");
    await ensureTools({ onProgress: bench.say });
    await downSandbox({ name });
    bench.later(async () => await downSandbox({ name }));
    const [starts, stops]: [number[], number[]] = [[], []];
    for (let turn = 1; turn <= bench.runs; turn++) {
      starts.push(await timeSeconds(async () => await upSandbox({ name })));
      stops.push(await timeSeconds(async () => await downSandbox({ name })));
      bench.say(
        `start ${turn} of ${bench.runs}: ${starts.at(-1)?.toFixed(1)} s, stop ${stops.at(-1)?.toFixed(1)} s`,
      );
    }
    return [
      { name: "sandbox: start to everything ready", unit: "s", values: starts, limits: { worst: 20 } },
      { name: "sandbox: stop to nothing left", unit: "s", values: stops },
    ];
  });
}
