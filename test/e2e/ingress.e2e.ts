import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { describeInFull } from "./support/in-full";
import {
  adopt,
  configureAdopted,
  createRunning,
  quick,
  sendRequests,
} from "./support/releases/adopt-running";
import type { Clients } from "./support/releases/adopt-running";
import { ingressRouteTo, ingressTo } from "./support/services/running-service";

let app: App;

const stagesOf = (soak: string, ...weights: readonly number[]) => weights.map((weight) => ({ weight, soak }));
const note = "nginx\\.ingress\\.kubernetes\\.io";

/** Annotations of the canary Ingress: the weight, and its total. */
const shares = async (): Promise<string> => {
  const path = `{.metadata.annotations.${note}/canary-weight} {.metadata.annotations.${note}/canary-weight-total}`;
  return await app.kubectl("get", "ingress", "scholarlink-canary", "-o", `jsonpath=${path}`);
};

beforeAll(async () => {
  app = await createApp("ingress", { stages: stagesOf("5s", 20, 100), traffic: { router: "nginx" } });
});

afterAll(async () => {
  await app.remove();
});

test("another Ingress for the same host is refused in the first deploy, and nothing is touched", async () => {
  await app.kubectl("create", "ingress", "other", "--class=nginx", `--rule=${app.host}/*=other:80`);
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toContain("got Ingress t-ingress/other");
  await app.kubectl("delete", "ingress", "other");
});

test("the first deploy makes a canary Ingress of weight 0, and says what is known of the controller", async () => {
  const first = done(await app.up());
  expect(first.text).toContain("ingress-nginx itself gets no fixes since March 2026");
  expect(await shares()).toBe("0 100");
});

test("a good release goes through canary Ingresses to promoted, without one failed request", async () => {
  const load = app.load(100);
  await app.configure(image("v2"));
  done(await app.up());
  expect(await shares()).toBe("0 100");
  expect(done(await app.up("ingress-canary-20")).text).toContain("traffic 0 → 20 %");
  expect(await shares()).toBe("20 100");
  done(await app.up("ingress-canary-100"));
  expect(await shares()).toBe("100 100");
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await shares()).toBe("0 100");
  expect(await app.image("stable")).toBe(image("v2"));
  const report = await load.stop();
  expect(report.failed).toBe(0);
});

test("a release that answers errors is taken off by itself; a header that picks the canary goes with it", async () => {
  app.load(100);
  await app.configure(image("v3"), { stages: stagesOf("60s", 20, 100) });
  done(await app.up());
  await app.kubectl(
    "annotate",
    "ingress",
    "scholarlink-canary",
    "nginx.ingress.kubernetes.io/canary-by-header=x",
  );
  const drift = await app.up("ingress-canary-20");
  expect(drift.sluiceCode).toBe(3);
  expect(drift.text).toContain("no rule of others may reach the canary");
  await app.kubectl(
    "annotate",
    "ingress",
    "scholarlink-canary",
    "nginx.ingress.kubernetes.io/canary-by-header-",
  );
  const stage = await app.up("ingress-canary-20");
  expect(stage.sluiceCode).toBe(4);
  expect(stage.text).toContain("all traffic is on stable (observed)");
  expect(await shares()).toBe("0 100");
  expect((await app.ledger()).phase).toBe("aborted");
});

describeInFull(
  "a running service behind an Ingress of its own, under load with kept connections and without",
  () => {
    let taken: App;
    let clients: Clients;

    /** Spec of the user's Ingress, and annotations of the canary's beside it; none where it is not there. */
    const ways = async (): Promise<string> => {
      const share = `{.metadata.annotations.${note}/canary-weight}`;
      const beside = await taken.kubectl(
        "get",
        "ingress",
        "public-canary",
        "--ignore-not-found",
        "-o",
        `jsonpath=${share}`,
      );
      return `${await taken.kubectl("get", "ingress", "public", "-o", "jsonpath={.metadata.annotations} {.spec}")} ${beside}`;
    };

    beforeAll(async () => {
      taken = await createRunning("ingress-adopt", 20, (host) => [ingressTo(host)]);
      await adopt(taken);
      const { analysis, ...rest } = quick(taken, 20);
      await configureAdopted(taken, { ...rest, analysis: { ...analysis, source: "traefik" } });
      clients = sendRequests(taken);
    });

    afterAll(async () => {
      await taken.remove();
    });

    test("is taken over, released and given back, its Ingress never written, and no request fails", async () => {
      const before = (await ways()).trim();
      done(await taken.up());
      expect(await ways()).toBe(`${before} 0`);
      expect(await taken.kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}")).toBe("0");
      expect(clients.failures()).toEqual([]);
      await configureAdopted(taken, { release: { image: image("v2") } });
      done(await taken.up());
      done(await taken.up("ingress-adopt-canary-20"));
      expect(await ways()).toBe(`${before} 20`);
      done(await taken.up("ingress-adopt-canary-100"));
      expect(done(await taken.up()).text).toContain("promoted");
      expect(await ways()).toBe(`${before} 0`);
      expect(clients.failures()).toEqual([]);
      const { text } = done(await taken.sluice("eject", "ingress-adopt", `--cwd=${taken.folder}`));
      expect(text).toContain('Deployment web serves "shop" by Service shopfront again');
      expect((await ways()).trim()).toBe(before);
      expect(await taken.kubectl("get", "service", "shopfront", "-o", "jsonpath={.spec.selector}")).toBe(
        '{"app":"old-web"}',
      );
      expect(clients.failures()).toEqual([]);
    });
  },
);

describeInFull(
  "a running service behind an IngressRoute of Traefik, under load with kept connections and without",
  () => {
    let taken: App;
    let clients: Clients;

    interface Rule {
      readonly services: readonly { readonly name: string; readonly weight?: number }[];
    }
    const rules = async (): Promise<readonly Rule[]> =>
      JSON.parse(
        await taken.kubectl("get", "ingressroutes.traefik.io", "public", "-o", "jsonpath={.spec.routes}"),
      ) as readonly Rule[];
    const tracks = async (): Promise<unknown> =>
      (await rules())[0]?.services.map(({ name, weight }) => [name, weight]);
    const split = (stable: number, canary: number) => [
      ["shopfront", stable],
      ["shop-canary", canary],
    ];

    beforeAll(async () => {
      taken = await createRunning("route-adopt", 20, (host) => [ingressRouteTo(host)]);
      await adopt(taken);
      await configureAdopted(taken, quick(taken, 20));
      clients = sendRequests(taken);
    });

    afterAll(async () => {
      await taken.remove();
    });

    test("is taken over, released and given back, its other rules as they were, and no request fails", async () => {
      const before = await rules();
      done(await taken.up());
      expect(await tracks()).toEqual(split(100, 0));
      expect((await rules())[1]).toEqual(before[1]);
      expect(clients.failures()).toEqual([]);
      await configureAdopted(taken, { release: { image: image("v2") } });
      done(await taken.up());
      done(await taken.up("route-adopt-canary-20"));
      expect(await tracks()).toEqual(split(80, 20));
      done(await taken.up("route-adopt-canary-100"));
      expect(done(await taken.up()).text).toContain("promoted");
      expect(await tracks()).toEqual(split(100, 0));
      done(await taken.sluice("eject", "route-adopt", `--cwd=${taken.folder}`));
      expect(await rules()).toEqual(before);
      expect(clients.failures()).toEqual([]);
    });
  },
);
