import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

const stages = [
  { weight: 5, soak: "4s" },
  { weight: 100, soak: "4s" },
];

const replicas = async (app: App, track: "stable" | "canary"): Promise<number> =>
  (await app.track(track)).replicas;

const waitForReady = async (app: App, count: number): Promise<void> => {
  await app.until("stable is scaled", async () => (await app.track("stable")).ready === count);
};

describe("with an autoscaler on stable", () => {
  let app: App;
  const floor = async (): Promise<number> =>
    Number(await app.kubectl("get", "hpa", "scholarlink-stable", "-o", "jsonpath={.spec.minReplicas}"));

  beforeAll(async () => {
    app = await createApp("scaled", { stages, app: { autoscale: { maxReplicas: 6 } } });
    done(await app.up());
    app.load(50);
  });

  afterAll(async () => {
    await app.remove();
  });

  test("the first deploy gives it the declared lower end, and the canary has none", async () => {
    expect(await floor()).toBe(2);
    expect(await replicas(app, "stable")).toBe(2);
    expect(await app.kubectl("get", "hpa", "-o", "name")).toBe(
      "horizontalpodautoscaler.autoscaling/scholarlink-stable\n",
    );
  });

  /** As its autoscaler does under load. */
  const scaleTo = async (count: number): Promise<void> => {
    await app.kubectl("scale", "deployment/scholarlink-stable", `--replicas=${count}`);
    await waitForReady(app, count);
  };

  test("a stage keeps stable at what carried everything before it, and base leaves it there", async () => {
    await scaleTo(3);
    await app.configure(image("v2"));
    done(await app.up());
    expect(await replicas(app, "stable")).toBe(3);
    done(await app.up("scaled-canary-5"));
    expect(await floor()).toBe(3);
    done(await app.up());
    expect(await floor()).toBe(3);
    expect(await replicas(app, "stable")).toBe(3);
  });

  test("a stage waits for the pods that stable needs to carry both tracks' traffic alone", async () => {
    await scaleTo(4);
    // 4 pods carry 95 %: all of it needs 5.
    done(await app.up("scaled-canary-100"));
    expect(await floor()).toBe(5);
    expect(await replicas(app, "stable")).toBe(5);
    expect(await replicas(app, "canary")).toBe(5);
  });

  test("the promotion gives the lower end back", async () => {
    done(await app.up());
    expect(await app.image("stable")).toBe(image("v2"));
    expect(await floor()).toBe(2);
    expect(await replicas(app, "canary")).toBe(0);
  });
});

describe("with a stable that is short of pods", () => {
  let app: App;
  const urgent = async (minutes: number): Promise<void> => {
    const expires = new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+/, "");
    await app.configure(image("v2"), {
      release: { emergency: { reason: "stable loses orders", expires } },
    });
  };

  beforeAll(async () => {
    app = await createApp("urgent", { stages });
    done(await app.up());
    app.load(50);
    await app.configure(image("v2"));
    done(await app.up());
    await app.kubectl("scale", "deployment/scholarlink-stable", "--replicas=1");
    await waitForReady(app, 1);
  });

  afterAll(async () => {
    await app.remove();
  });

  test("a stage refuses, naming stable's pods; an emergency that expired waives nothing and says so", async () => {
    const short = /capacity: refuse – ready pods of stable must be at least 2.*got 1/;
    const refused = await app.up("urgent-canary-5");
    expect(refused.sluiceCode).toBe(3);
    expect(refused.text).toMatch(short);
    await urgent(-1);
    const late = await app.up("urgent-canary-5");
    expect(late.sluiceCode).toBe(3);
    expect(late.text).toMatch(short);
    expect(late.text).toContain("release.emergency waives nothing: it expired at");
    expect(await app.weight()).toBe(0);
  });

  test("an emergency lets the stage go on and pass, visibly in the run and in the ledger", async () => {
    await urgent(60);
    const { text } = done(await app.up("urgent-canary-5"));
    expect(text).toMatch(/capacity: waived – .*waived by release\.emergency until .*: stable loses orders/);
    const ledger = await app.ledger();
    expect(ledger.attempt?.stages[0]).toMatchObject({ key: "5", phase: "passed" });
    expect(ledger.moves.at(-1)).toMatchObject({ to: 5, waived: ["capacity"] });
  });

  test("base puts edited rules of the route right again and leaves the weight, and the next gate accepts it", async () => {
    const before = await app.ledger();
    const filters = "/spec/rules/1/filters";
    await app.kubectl(
      "patch",
      "httproute",
      "scholarlink",
      "--type=json",
      "-p",
      JSON.stringify([{ op: "remove", path: filters }]),
    );
    expect(done(await app.up()).text).toContain("rules written, weight stays 5 %");
    const restored = await app.kubectl(
      "get",
      "httproute",
      "scholarlink",
      "-o",
      "jsonpath={.spec.rules[1].filters}",
    );
    expect(restored).toContain("x-sluice-track");
    expect(await app.weight()).toBe(5);
    const after = await app.ledger();
    expect(after.epoch).not.toBe(before.epoch);
    expect(after).toMatchObject({ phase: before.phase, weight: 5 });
    expect(done(await app.up("urgent-canary-100")).text).toContain("traffic 5 → 100 %");
  });
});
