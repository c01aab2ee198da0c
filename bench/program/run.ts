import { done, image } from "../../test/e2e/support/app";
import { runBench } from "../support/command";
import { prepareApp } from "../support/release";
import { beginRelease } from "../support/soaking";
import { measureBasePreview } from "./base-preview";
import { measureRendering } from "./rendering";
import { measureProgramStart } from "./program-start";
import { measureStageUp } from "./stage-up";

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench("program", 5, async (bench) => {
    const app = await prepareApp(bench, "program", {
      stages: [
        { weight: 5, soak: "5s" },
        { weight: 100, soak: "5s" },
      ],
      analysis: { parameters: { unacceptableErrorRatio: 0.2 } },
    });
    const rendering = await measureRendering(bench, app);
    const load = await beginRelease(app, 50);
    done(await app.up("program-canary-5"));
    await load.stop();
    bench.say(`${image("v2")} has passed 5 %`);
    return [
      ...(await measureStageUp(bench, app, 5)),
      ...(await measureBasePreview(bench, app)),
      ...(await measureProgramStart(bench, app)),
      ...rendering,
    ];
  });
}
