import { done, image } from "../../test/e2e/support/app";
import type { Overrides } from "../../test/e2e/support/app";
import { openWriter } from "../../test/e2e/support/routes/write-weights";
import { leadTo } from "../../test/e2e/support/routes/own-route";
import { routerOf } from "../../components/core/routers/routers";
import { runBench } from "../support/command";
import { prepareApp } from "../support/release";
import { measureChanges, measureMatch, measureMirror, measureShares } from "./measure";
import { copied, prepareSplit } from "./split";

interface Entry {
  readonly router: "gateway" | "nginx" | "traefik" | "replicas";
  /** Data plane of the sandbox. */
  readonly plane: string;
  /** `sluice:analysis`. */
  readonly analysis: Overrides[string] & object;
  /** Weights whose shares are measured. @default {@link usualWeights} */
  readonly weights?: readonly number[];
  /** `sluice:stages`; with copies among them, where the proxy can, what makes copies is there. @default the tests' */
  readonly stages?: Overrides[string];
}

const usualWeights = [0, 1, 5, 20, 50, 100];

const whole = { weight: 100, soak: "5s" };
const withCopies = [{ name: "mirror", mirror: copied, soak: "5s" }, { ...whole, weight: 20 }, whole];

/** Each router on each proxy that runs in a sandbox. */
const all: Readonly<Record<string, Entry>> = {
  gateway: { router: "gateway", plane: "traefik", analysis: { source: "traefik" } },
  nginx: { router: "nginx", plane: "traefik", analysis: { source: "traefik" } },
  traefik: { router: "traefik", plane: "traefik", analysis: { source: "traefik" }, stages: withCopies },
  // Both tracks have two pods: no other share can be made.
  replicas: {
    router: "replicas",
    plane: "traefik",
    analysis: { source: "opentelemetry" },
    weights: [0, 50, 100],
    stages: [{ ...whole, weight: 50 }, whole],
  },
  "gateway-envoy": { router: "gateway", plane: "envoy", analysis: { source: "contour" } },
  "nginx-itself": { router: "nginx", plane: "nginx", analysis: { source: "ingress-nginx" } },
};

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
      for (const [name, { router, plane, analysis, weights = usualWeights, stages }] of names) {
        const { byPods = false, can } = routerOf({ traffic: { router } });
        const overrides = {
          traffic: { router, ...(byPods ? { hosts: undefined, address: undefined } : {}) },
          analysis: { parameters: {}, interval: "2s", ...analysis },
          ...(stages === undefined ? {} : { stages }),
        };
        const app = await prepareApp(bench, `bench${name}`, overrides, plane);
        if (byPods) await leadTo(app, "scholarlink", 8080);
        done(await app.up());
        await app.configure(image("v2"));
        done(await app.up());
        const writer = await openWriter(app, router);
        bench.later(async () => writer.close());
        const split = await prepareSplit(app, writer);
        const { requests = 0, changes = 0, rate = 0, outside = 0 } = bench.numbers;
        for (let turn = 0; turn < bench.runs; turn++) {
          figures.push(...(await measureShares(split, { requests, weights }, name, bench)));
          figures.push(...(await measureChanges(app, split, { changes, rate }, name, bench)));
          if (can.match) figures.push(await measureMatch(split, outside, name, bench));
          if (stages === withCopies) figures.push(...(await measureMirror(app, split, outside, name, bench)));
        }
        split.client.close();
      }
      return figures;
    },
    {
      requests: { default: 20_000, what: "requests at each weight" },
      changes: { default: 200, what: "changes of the weight under load" },
      rate: { default: 500, what: "requests per second of that load" },
      outside: {
        default: 100_000,
        what: "requests outside of a match, and copied ones, where the router has them",
      },
    },
  );
}
