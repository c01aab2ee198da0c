import {
  adopt,
  configureAdopted,
  createRunning,
  quick,
  sendRequests,
} from "./support/releases/adopt-running";
import type { Clients } from "./support/releases/adopt-running";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { describeInFull } from "./support/in-full";
import { leadTo } from "./support/routes/own-route";

let app: App;

const stagesOf = (soak: string, ...weights: readonly number[]) => weights.map((weight) => ({ weight, soak }));

/** Tracks that the app's Service selects, the weight that was written, and the canary's pods. */
const state = async (): Promise<string> => {
  const fields = "{.spec.selector.sluice\\.dev/track} {.metadata.annotations.sluice\\.dev/weight}";
  const [service, pods] = await Promise.all([
    app.kubectl("get", "service", "scholarlink", "-o", `jsonpath=${fields}`),
    app.kubectl("get", "deployment", "scholarlink-canary", "-o", "jsonpath={.spec.replicas}"),
  ]);
  return `${service.trim()}, ${pods} pods`;
};

beforeAll(async () => {
  app = await createApp("replicas", {
    stages: stagesOf("5s", 34, 50, 100),
    traffic: { router: "replicas", drain: "5s", hosts: undefined, address: undefined },
    analysis: { source: "opentelemetry" },
  });
  await leadTo(app, "scholarlink", 8080);
});

afterAll(async () => {
  await app.remove();
});

test("a weight that no number of pods makes is refused in the first deploy, with the least one", async () => {
  await app.configure(image("v1"), { stages: stagesOf("5s", 10, 50, 100) });
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(2);
  expect(refused.text).toContain("got 10 %, and one pod beside 2 of stable is 33 %");
  expect(refused.text).toContain("begin with weight 34, or give stable 9 pods");
  await app.configure(image("v1"), { stages: stagesOf("5s", 34, 50, 100) });
});

test("a good release goes through pods' shares from first deploy to promoted, without one failed request", async () => {
  const first = done(await app.up());
  expect(first.text).toContain("stage 34 %: 1 of 3 pods, 33 % of connections");
  expect(await state()).toBe("stable 0, 0 pods");
  const load = app.load(100);
  await app.configure(image("v2"));
  done(await app.up());
  expect(done(await app.up("replicas-canary-34")).text).toContain("traffic 0 → 34 %");
  expect(await state()).toBe("34, 1 pods");
  done(await app.up("replicas-canary-50"));
  expect(await state()).toBe("50, 2 pods");
  done(await app.up("replicas-canary-100"));
  expect(await state()).toBe("canary 100, 2 pods");
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await state()).toBe("stable 0, 0 pods");
  expect(await app.image("stable")).toBe(image("v2"));
  const report = await load.stop();
  expect(report.failed).toBe(0);
});

test("a release that answers errors is taken off by itself", async () => {
  app.load(100);
  await app.configure(image("v3"), { stages: stagesOf("60s", 34, 50, 100) });
  done(await app.up());
  const stage = await app.up("replicas-canary-34");
  expect(stage.sluiceCode).toBe(4);
  expect(stage.text).toContain("all traffic is on stable (observed)");
  expect(await state()).toBe("stable 0, 0 pods");
  expect((await app.ledger()).phase).toBe("aborted");
});

describeInFull("a running service without a route, under load with kept connections and without", () => {
  let taken: App;
  let clients: Clients;

  /** Labels that the user's Service selects by, and the weight that was written. */
  const lead = async (): Promise<readonly unknown[]> => {
    const { metadata, spec } = JSON.parse(
      await taken.kubectl("get", "service", "shopfront", "-o", "json"),
    ) as {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: { readonly selector: object };
    };
    return [spec.selector, metadata.annotations?.["sluice.dev/weight"]];
  };
  const theirs = { app: "old-web" };
  const both = { ...theirs, "app.kubernetes.io/name": "shop" };
  const on = (track: string) => ({ ...both, "sluice.dev/track": track });

  beforeAll(async () => {
    taken = await createRunning("replicas-adopt", 34, () => []);
    await adopt(taken);
    const { analysis, ...rest } = quick(taken, 34);
    await configureAdopted(taken, {
      ...rest,
      traffic: { drain: "5s" },
      analysis: { ...analysis, source: "opentelemetry" },
    });
    await leadTo(taken, "shopfront", 80);
    clients = sendRequests(taken);
  });

  afterAll(async () => {
    await taken.remove();
  });

  test("is taken over by its Service, released and given back, killed in the middle as well, and no request fails", async () => {
    expect(await lead()).toEqual([theirs, undefined]);
    done(await taken.up());
    expect(await lead()).toEqual([on("stable"), "0"]);
    expect(await taken.kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}")).toBe("0");
    expect(clients.failures()).toEqual([]);
    await configureAdopted(taken, { release: { image: image("v2") } });
    done(await taken.up());
    done(await taken.up("replicas-adopt-canary-34"));
    expect(await lead()).toEqual([both, "34"]);
    done(await taken.up("replicas-adopt-canary-100"));
    expect(await lead()).toEqual([on("canary"), "100"]);
    expect(done(await taken.up()).text).toContain("promoted");
    expect(await lead()).toEqual([on("stable"), "0"]);
    expect(clients.failures()).toEqual([]);
    const ended = taken.startSluice("eject", "replicas-adopt", `--cwd=${taken.folder}`);
    await ended.seen(/Service shopfront leads to the pods of web again/);
    ended.child.kill("SIGKILL");
    await ended.ended;
    const { text } = done(await taken.sluice("eject", "replicas-adopt", `--cwd=${taken.folder}`));
    expect(text).toContain('Deployment web serves "shop" by Service shopfront again');
    expect(await lead()).toEqual([theirs, undefined]);
    expect(clients.failures()).toEqual([]);
  });
});
