import { parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import { done, image } from "../../e2e/support/app";
import type { App } from "../../e2e/support/app";
import { routeOf } from "../../e2e/support/routes/own-route";
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

interface Route {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly rules: readonly object[] };
}

const readRoute = async (app: App): Promise<Route> =>
  JSON.parse(await app.kubectl("get", "httproute", "scholarlink", "-o", "json")) as Route;

/** Spec of a Kustomization, as `sluice gitops flux` writes it. */
async function readIgnored(app: App): Promise<object> {
  const { stdout } = done(await app.sluice("gitops", "flux", app.environment, "-C", app.folder));
  const [first] = parseAllDocuments(stdout);
  return ((first as Document).toJS() as { readonly spec: object }).spec;
}

const byFlux =
  /weight is 0 %[^]*the rules were last written by kustomize-controller \(Flux, which writes them again and again\)[^]*`sluice gitops flux keeps` writes what Flux has to leave alone; then set the weight back to 20 %/;

describe("a route that Flux keeps", () => {
  let app: App;
  const stack = (weight: number): string => `keeps-canary-${weight}`;
  const commit = async (rules: readonly object[], labels: object, spec: object = {}): Promise<void> => {
    const metadata = { name: "scholarlink", labels };
    await flux.commit(app, "route", [{ ...routeOf(app, rules), metadata }], spec);
  };
  const rules = [{ backendRefs: [{ name: "scholarlink", port: 8080 }] }];

  beforeAll(async () => {
    app = await scene.open("keeps", {
      stages: [20, 100].map((weight) => ({ weight, soak: "5s" })),
      traffic: { from: { object: "scholarlink" } },
    });
    await commit(rules, {});
  });

  test("is refused before anything is touched, with the step by which Flux lets go", async () => {
    const before = await readRoute(app);
    const refused = await app.up();
    expect(refused.sluiceCode).toBe(3);
    expect(refused.text).toMatch(
      /HTTPRoute t-keeps\/scholarlink must be let go by its owner first: got Flux Kustomization route; nothing was touched[^]*kustomize\.toolkit\.fluxcd\.io\/reconcile=disabled/,
    );
    expect(await readRoute(app)).toEqual(before);
  });

  test("is released through beside it, with what `sluice gitops flux` writes: no weight goes back, no request fails", async () => {
    const ignored = await readIgnored(app);
    await commit(rules, {}, ignored);
    const word = ["--foreign-owner-stopped", "its Kustomization ignores the rules"];
    const first = done(await app.sluice("rollout", "keeps", "-C", app.folder, ...word));
    expect(first.text).toContain("first deploy");
    const users = app.watchAnswers();
    const load = app.load(100);
    await app.configure(image("v2"));
    done(await app.up());
    done(await app.up(stack(20)));
    const before = flux.rounds();
    await flux.looksAgain();
    expect(await app.weight()).toBe(20);
    await commit(rules, { team: "papers" }, ignored);
    expect((await readRoute(app)).metadata.labels?.["team"]).toBe("papers");
    expect(await app.weight()).toBe(20);
    done(await app.up(stack(100)));
    await flux.looksAgain();
    expect(await app.weight()).toBe(100);
    expect(done(await app.up()).text).toContain("promoted");
    expect(flux.rounds()).toBeGreaterThan(before + 3);
    expect((await app.ledger()).phase).toBe("promoted");
    users.stop();
    expect(users.failures()).toEqual([]);
    const report = await load.stop();
    expect([report.failures, report.failed]).toEqual([[], 0]);
  });

  test("goes back to Git's weight without that: the raise is refused, and Flux is named", async () => {
    await app.configure(image("v1"));
    done(await app.up());
    // Git as somebody filled it from the cluster: both tracks, with the weights of that day.
    await commit((await readRoute(app)).spec.rules, {}, {});
    app.load(100);
    const raised = await app.up(stack(20));
    // Held by the soak, or refused where Flux was there before its first look.
    expect([3, 6]).toContain(raised.sluiceCode);
    expect(raised.text).toMatch(byFlux);
    await flux.looksAgain();
    expect(await app.weight()).toBe(0);
    const refused = await app.up(stack(20));
    expect(refused.sluiceCode).toBe(3);
    expect(refused.text).toMatch(byFlux);
  });
});
