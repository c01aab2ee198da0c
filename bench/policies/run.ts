import { anyImage, startPack } from "../../test/policies/pack/start-pack";
import type { RunningPack } from "../../test/policies/pack/start-pack";
import { runBench } from "../support/command";
import { makeDeployment } from "./deployment";
import { measurePolicies } from "./in-process";
import { countVerifications } from "./verifications";

const deployments = 200;

/** Milliseconds that the pack takes for each of the Deployments, asked one after another as the engine does. */
async function measureAnalysis(pack: RunningPack): Promise<number> {
  const asked = Array.from({ length: deployments }, (_, index) => makeDeployment(index));
  const began = performance.now();
  for (const each of asked) {
    const found = await pack.analyze(each);
    if (found.length > 0) throw new Error(`expected nothing to be found: ${JSON.stringify(found)}`);
  }
  return (performance.now() - began) / deployments;
}

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("policies", 5, async (bench) => {
    const [starts, analyses, inside]: [number[], number[], number[]] = [[], [], []];
    const first = await startPack();
    first.stop();
    // The first ones compile the checks, and let the machine optimise the frequent code.
    await measurePolicies(deployments);
    for (let round = 1; round <= bench.runs; round++) {
      const pack = await startPack();
      bench.later(async () => pack.stop());
      starts.push(pack.startMilliseconds / 1000);
      await pack.configure(anyImage);
      // As above.
      for (let index = 0; index < 20; index++) await pack.analyze(makeDeployment(index));
      analyses.push(await measureAnalysis(pack));
      pack.stop();
      inside.push(await measurePolicies(deployments));
      bench.say(
        `${round} of ${bench.runs}: start ${starts.at(-1)} s, per resource ${inside.at(-1)} ms of ${analyses.at(-1)} ms`,
      );
    }
    const verifications = await countVerifications();
    return [
      { name: "start of the pack, transpiled before", unit: "s", values: starts, limits: { median: 0.6 } },
      {
        name: `all policies over ${deployments} Deployments, per resource`,
        unit: "ms",
        values: inside,
        limits: { median: 2 },
      },
      { name: "the same over gRPC, with client, wire and Pulumi's library", unit: "ms", values: analyses },
      ...verifications,
    ];
  });
}
