import { done, image } from "../../test/e2e/support/app";
import { openWriter } from "../../test/e2e/support/write-weights";
import { runBench } from "../support/command";
import { prepareApp } from "../support/release";
import { measureChanges, measureShares } from "./measure";
import { prepareSplit } from "./split";

/** Routers whose proxy runs in the sandbox; `SLUICE_ROUTERS=nginx,traefik` measures some of them. */
const names = (["gateway", "nginx", "traefik"] as const).filter((name) =>
  (process.env["SLUICE_ROUTERS"] ?? name).split(",").includes(name),
);

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench(
    "routers",
    1,
    async (bench) => {
      const figures = [];
      for (const name of names) {
        const app = await prepareApp(bench, `bench${name}`, { traffic: { router: name } });
        done(await app.up());
        await app.configure(image("v2"));
        done(await app.up());
        const writer = await openWriter(app, name);
        bench.later(async () => writer.close());
        const split = await prepareSplit(app, writer);
        const { requests = 0, changes = 0, rate = 0 } = bench.numbers;
        for (let turn = 0; turn < bench.runs; turn++) {
          figures.push(...(await measureShares(split, requests, name, bench)));
          figures.push(...(await measureChanges(app, split, { changes, rate }, name, bench)));
        }
        split.client.close();
      }
      return figures;
    },
    {
      requests: { default: 20_000, what: "requests at each weight" },
      changes: { default: 200, what: "changes of the weight under load" },
      rate: { default: 500, what: "requests per second of that load" },
    },
  );
}
