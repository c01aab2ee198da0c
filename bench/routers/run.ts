import { done, image } from "../../test/e2e/support/app";
import { openWriter } from "../../test/e2e/support/routes/write-weights";
import { routers } from "../../components/core/routers/routers";
import { runBench } from "../support/command";
import { prepareApp } from "../support/release";
import { measureChanges, measureMatch, measureShares } from "./measure";
import { prepareSplit } from "./split";

/** Each router on each proxy that runs in a sandbox: by name the router, the sandbox's data plane and the source. */
const all = {
  gateway: { router: "gateway", plane: "traefik", source: "traefik" },
  nginx: { router: "nginx", plane: "traefik", source: "traefik" },
  traefik: { router: "traefik", plane: "traefik", source: "traefik" },
  "gateway-envoy": { router: "gateway", plane: "envoy", source: "contour" },
  "nginx-itself": { router: "nginx", plane: "nginx", source: "ingress-nginx" },
} as const;

/** Routers on Traefik, or the ones that `SLUICE_ROUTERS=gateway,gateway-envoy` names. */
const names = Object.entries(all).filter(([name, { plane }]) =>
  (process.env["SLUICE_ROUTERS"]?.split(",") ?? [plane === "traefik" && name]).includes(name),
);

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench(
    "routers",
    1,
    async (bench) => {
      const figures = [];
      for (const [name, { router, plane, source }] of names) {
        const overrides = { traffic: { router }, analysis: { source, parameters: {}, interval: "2s" } };
        const app = await prepareApp(bench, `bench${name}`, overrides, plane);
        done(await app.up());
        await app.configure(image("v2"));
        done(await app.up());
        const writer = await openWriter(app, router);
        bench.later(async () => writer.close());
        const split = await prepareSplit(app, writer);
        const { requests = 0, changes = 0, rate = 0, outside = 0 } = bench.numbers;
        for (let turn = 0; turn < bench.runs; turn++) {
          figures.push(...(await measureShares(split, requests, name, bench)));
          figures.push(...(await measureChanges(app, split, { changes, rate }, name, bench)));
          if (routers.find((one) => one.name === router)?.can.match === true)
            figures.push(await measureMatch(split, outside, name, bench));
        }
        split.client.close();
      }
      return figures;
    },
    {
      requests: { default: 20_000, what: "requests at each weight" },
      changes: { default: 200, what: "changes of the weight under load" },
      rate: { default: 500, what: "requests per second of that load" },
      outside: { default: 100_000, what: "requests outside of a match, where the router has it" },
    },
  );
}
