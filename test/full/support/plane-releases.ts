import { done, image } from "../../e2e/support/app";
import type { App, ImageName } from "../../e2e/support/app";
import { askPanels } from "../../e2e/support/metrics/ask-panels";
import { ask } from "../../e2e/support/requests/count-requests";
import { limitsOf } from "../../../bench/support/binomial";

/** An app on a data plane, and how its router's object is read. */
export interface PlaneScene {
  /** The app; there once the tests run. */
  readonly app: () => App;
  /** Weight of the canary in the router's own object, percent. */
  readonly weight: () => Promise<number>;
}

/** Stages that the scenes release by. */
export const planeStages = [20, 100].map((weight) => ({ weight, soak: "5s" }));

/**
 * Declares the tests of whole releases on a data plane: everything is seen by requests through its proxy, besides the
 * router's object and the plots of its counters.
 */
export function testReleases({ app: of, weight }: PlaneScene): void {
  const stack = (share: number): string => `${of().environment}-canary-${share}`;
  const supersede = async (name: ImageName): Promise<void> => {
    await of().configure(image(name), { release: { supersede: (await of().ledger()).attempt?.number } });
    done(await of().up());
  };

  test("a good release goes from first deploy to promoted, and its share is the weight's, without one failed request", async () => {
    const app = of();
    done(await app.up());
    expect(await weight()).toBe(0);
    // A new host is not served before the proxy has read its route, which ingress-nginx does within seconds.
    const first = { method: "GET", path: "/" };
    await app.until("the host is served", async () => (await ask(app, 1, first)).join() === "200 v1");
    const load = app.load(100);
    await app.configure(image("v2"));
    done(await app.up());
    expect(await ask(app, 200, { method: "GET", path: "/api/papers" })).toEqual(["200 v1"]);
    const users = app.watchAnswers();
    expect(done(await app.up(stack(20))).text).toContain("traffic 0 → 20 %");
    expect(await weight()).toBe(20);
    const begun = Date.now() / 1000;
    await app.until("users' requests are many", async () => users.count("v1", begun) > 400);
    const [canary, stable] = [users.count("v2", begun), users.count("v1", begun)];
    const [low, high] = limitsOf(canary + stable, 0.2);
    expect(canary).toBeGreaterThanOrEqual(low);
    expect(canary).toBeLessThanOrEqual(high);
    const panels = Object.entries(await askPanels(app));
    expect(panels.length).toBeGreaterThanOrEqual(2);
    expect(panels.filter(([, count]) => count === 0)).toEqual([]);
    done(await app.up(stack(100)));
    expect(await ask(app, 200, { method: "GET", path: "/api/papers" })).toEqual(["200 v2"]);
    expect(done(await app.up()).text).toContain("promoted");
    expect([(await app.ledger()).phase, await weight()]).toEqual(["promoted", 0]);
    expect(await app.image("stable")).toBe(image("v2"));
    users.stop();
    expect(users.failures()).toEqual([]);
    const report = await load.stop();
    expect([report.failures, report.failed]).toEqual([[], 0]);
  });

  test("another release takes its place at 20 %, and an abort ends that one, without one failed request", async () => {
    const app = of();
    const load = app.load(100);
    await app.configure(image("v1"));
    done(await app.up());
    done(await app.up(stack(20)));
    await supersede("v6");
    expect(await weight()).toBe(0);
    await supersede("v1");
    done(await app.up(stack(20)));
    const users = app.watchAnswers();
    await app.until("the canary answers", async () => users.last("v1") > 0);
    const { text } = done(
      await app.sluice("abort", app.environment, "-C", app.folder, "--reason", "by hand"),
    );
    expect(text).toContain('all traffic of "scholarlink" is on stable, observed');
    const ended = Date.now() / 1000;
    await app.until("stable answers", async () => users.count("v2", ended) > 200);
    expect([users.count("v1", ended), await weight()]).toEqual([0, 0]);
    users.stop();
    expect(users.failures()).toEqual([]);
    const report = await load.stop();
    expect([report.failures, report.failed]).toEqual([[], 0]);
  });

  test("a release that answers errors is taken off by itself, by what the proxy counted", async () => {
    const app = of();
    app.load(100);
    await app.configure(image("v3"), { stages: [{ weight: 20, soak: "60s" }, planeStages[1]] });
    done(await app.up());
    const users = app.watchAnswers();
    const stage = await app.up(stack(20));
    expect(stage.text).toMatch(/\[sluice:4\] Aborted/);
    expect(stage.text).toContain("all traffic is on stable (observed)");
    const ended = Date.now() / 1000;
    await app.until("stable answers", async () => users.count("v2", ended) > 200);
    expect(users.count("v3", ended)).toBe(0);
    expect(users.failures().length).toBeGreaterThan(0);
    users.stop();
    expect([await weight(), (await app.ledger()).phase]).toEqual([0, "aborted"]);
  });
}
