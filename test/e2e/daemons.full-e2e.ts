import { createApp, image } from "./support/app";
import type { App } from "./support/app";
import { deployCanary } from "./support/releases/deploy-canary";
import { expectGoesOn, expectPromoted, listKills } from "./support/kills/kill";

const kills = listKills("prometheus", "traefik", "kube-apiserver");
/** Every kill has a stage of its own, so that each begins with a gate and ends with a pass. */
const weights = kills.map((_, index) => 20 + index);

let app: App;

beforeAll(async () => {
  app = await createApp("daemons", {
    stages: [...weights, 100].map((weight) => ({ weight, soak: "4s" })),
  });
  await deployCanary(app);
});

afterAll(async () => {
  await app.remove();
});

test.each(kills)(
  "P8: $victim killed in the $moment: never above what was gated, and the same command goes on",
  async (kill) => {
    await expectGoesOn(app, kill);
  },
);

test("after all of it the release goes on to be promoted", async () => {
  await expectPromoted(app, image("v2"));
});
