import {
  adopt,
  awaitRunning,
  configureAdopted,
  quick,
  sendRequests,
} from "../../e2e/support/releases/adopt-running";
import { done, image } from "../../e2e/support/app";
import type { App } from "../../e2e/support/app";
import { routeTo, runningService } from "../../e2e/support/services/running-service";
import type { Flux } from "../support/flux";
import { openFluxScene } from "../support/flux-scene";
import type { FluxScene } from "../support/flux-scene";

// Flux's kustomize-controller itself applies what stands in Git, every two seconds, while Sluice releases.

let scene: FluxScene;
let flux: Flux;

beforeAll(async () => {
  scene = await openFluxScene();
  ({ flux } = scene);
}, 1_800_000);
afterAll(async () => await scene.close());

describe("an adopted service whose owner is Flux", () => {
  let app: App;

  beforeAll(async () => {
    app = await scene.open("taken", { stages: [20, 100].map((weight) => ({ weight, soak: "5s" })) });
    await flux.commit(app, "web", [...runningService(), routeTo(app.host)]);
    await awaitRunning(app);
  });

  const objects = ["deployment/web", "service/shopfront", "hpa/web", "pdb/web", "httproute/public"];

  test("is refused until each of its objects says that Flux leaves it alone", async () => {
    await adopt(app);
    await configureAdopted(app, quick(app, 20));
    const refused = await app.up();
    expect(refused.sluiceCode).toBe(3);
    for (const object of objects.slice(1))
      await app.kubectl("annotate", object, "kustomize.toolkit.fluxcd.io/reconcile=disabled");
    const again = await app.up();
    expect(again.sluiceCode).toBe(3);
    expect(again.text).toMatch(
      /Deployment t-taken\/web must be let go by its owner first: got Flux Kustomization web/,
    );
    await app.kubectl("annotate", "deployment/web", "kustomize.toolkit.fluxcd.io/reconcile=disabled");
  });

  test("is taken over and released then, while Flux goes on, and keeps what Git no longer has", async () => {
    const clients = sendRequests(app);
    done(await app.up());
    await flux.looksAgain();
    expect(await app.kubectl("get", "deployment/web", "-o", "jsonpath={.spec.replicas}")).toBe("0");
    await configureAdopted(app, { release: { image: image("v2") } });
    done(await app.up());
    done(await app.up("taken-canary-20"));
    await flux.commit(app, "web", runningService().slice(1, 2));
    await flux.looksAgain();
    done(await app.up("taken-canary-100"));
    expect(done(await app.up()).text).toContain("promoted");
    const kept = await app.kubectl("get", ...objects, "-o", "name");
    expect(kept.trim().split("\n")).toHaveLength(objects.length);
    const labels = await app.kubectl("get", "deployment/shop-stable", "-o", "jsonpath={.metadata}");
    expect(labels).not.toContain("kustomize.toolkit");
    expect(clients.failures()).toEqual([]);
  });
});
