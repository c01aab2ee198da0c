import { setFault } from "../../sandbox/fault/set-fault";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { ask, countRequests } from "./support/requests/count-requests";
import { gradeRoutes } from "./support/requests/header-score";

let app: App;

const stagesOf = (soak: string, ...weights: readonly number[]) => weights.map((weight) => ({ weight, soak }));

interface Rule {
  readonly match: string;
  readonly services: readonly { readonly name: string; readonly weight?: number }[];
}

const read = async (jsonpath: string): Promise<string> =>
  await app.kubectl("get", "ingressroutes.traefik.io", "scholarlink", "-o", `jsonpath=${jsonpath}`);

const rules = async (): Promise<readonly Rule[]> =>
  JSON.parse(await read("{.spec.routes}")) as readonly Rule[];

/** Weights of both tracks in the app's rule. */
const shares = async (): Promise<readonly (number | undefined)[]> =>
  (await rules())[0]?.services.map(({ weight }) => weight) ?? [];

/** Number of Sluice's writes so far. */
const writes = async (): Promise<number> =>
  Number.parseInt(await read("{.metadata.annotations.sluice\\.dev/epoch}"), 10);

/** A rule that another owner keeps in the same object. */
const foreign = {
  kind: "Rule",
  match: "Host(`ingressroute.example.org`) && PathPrefix(`/other`)",
  priority: 1000,
  middlewares: [{ name: "strip" }],
  observability: { accessLogs: false, traceVerbosity: "minimal" },
  services: [{ name: "other", port: 80, passHostHeader: false, weight: 3 }],
};

const beta = { name: "beta", match: { cookie: "beta", regex: "on|yes" }, soak: "5s" };

const copied = { name: "mirror", mirror: { percent: 50, repeatable: ["GET"] }, soak: "5s" };

/** Lets version 1 be tried again, with these stages before all weights. */
const tryAgain = async (...before: readonly object[]): Promise<void> => {
  await app.configure(image("v1"), { stages: [...before, ...stagesOf("5s", 5, 100)] });
  done(await app.sluice("retry", "ingressroute", "-C", app.folder, "--reason", "other stages"));
};

/** Grade and policy of each route: the configuration's, where the app itself sends another. */
const everywhere = Array.from({ length: 6 }, () => "A+ same-origin");

beforeAll(async () => {
  const traffic = { router: "traefik" };
  const edge = { headers: { hsts: "subdomains", set: { "Referrer-Policy": "same-origin" } } };
  app = await createApp("ingressroute", { stages: [copied, beta, ...stagesOf("5s", 5, 100)], traffic, edge });
});

afterAll(async () => {
  await app.remove();
});

test("a good release goes through one IngressRoute from first deploy to promoted, without one failed request", async () => {
  done(await app.up());
  expect(await shares()).toEqual([100, 0]);
  const load = app.load(100);
  const add = [{ op: "add", path: "/spec/routes/-", value: foreign }];
  await app.kubectl(
    "patch",
    "ingressroutes.traefik.io",
    "scholarlink",
    "--type=json",
    "-p",
    JSON.stringify(add),
  );
  await app.configure(image("v2"), { stages: stagesOf("5s", 5, 100) });
  done(await app.up());
  expect(done(await app.up("ingressroute-canary-5")).text).toContain("traffic 0 → 5 %");
  expect(await shares()).toEqual([95, 5]);
  expect(await gradeRoutes(app, "referrer-policy")).toEqual(everywhere);
  done(await app.up("ingressroute-canary-100"));
  expect(await shares()).toEqual([0, 100]);
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await shares()).toEqual([100, 0]);
  expect(await app.image("stable")).toBe(image("v2"));
  expect((await rules()).at(-1)).toEqual(foreign);
  const report = await load.stop();
  expect(report.failures).toEqual([]);
  expect(report.failed).toBe(0);
});

inFull(
  "a mirror's copies are counted as the canary's, answer and delay nobody, and abort takes it away in one write",
  async () => {
    const begun = Date.now() / 1000;
    const load = app.load(100);
    const users = app.watchAnswers();
    await app.configure(image("v1"), { stages: [copied, ...stagesOf("5s", 5, 100)] });
    done(await app.up());
    const stage = done(await app.up("ingressroute-canary-mirror"));
    expect(stage.text).toContain("traffic 0 % → a mirror");
    expect(stage.text).toMatch(/canary 0 errors in [1-9]\d* requests .*of a mirror, which is not all/);
    expect(await shares()).toEqual([100, 0]);
    expect(await ask(app, 40, { method: "POST", path: "/api/links" })).toEqual(["400 v2"]);
    expect(await countRequests(app, "stable", "POST")).toBe(40);
    expect(await countRequests(app, "canary", "POST")).toBe(0);
    expect(await countRequests(app, "canary", "GET")).toBeGreaterThan(0);
    // A copy that hangs is given up after 15 s; whoever waited for it would run into a client's 5 s.
    await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { hang: true });
    expect(await ask(app, 40, { method: "GET", path: "/api/papers" })).toEqual(["200 v2"]);
    const [before, present] = [await writes(), await rules()];
    done(await app.sluice("abort", "ingressroute", "-C", app.folder, "--reason", "by hand"));
    expect(await writes()).toBe(before + 1);
    expect(await rules()).toEqual(present.slice(0, -1));
    expect(users.count("v1", begun)).toBe(0);
    expect(users.count("v2", begun)).toBeGreaterThan(200);
    users.stop();
    const report = await load.stop();
    expect([report.failed, report.failures]).toEqual([0, []]);
    await tryAgain(beta);
  },
);

inFull("a match sends its requests alone to the canary, and abort takes it away in one write", async () => {
  const inside = app.watchAnswers({ cookie: "a=1; beta=yes" });
  const outside = app.watchAnswers({ cookie: "beta=yesterday; alphabeta=yes" });
  const begun = Date.now() / 1000;
  done(await app.up());
  expect(done(await app.up("ingressroute-canary-beta")).text).toContain("traffic 0 % → a match");
  expect(await shares()).toEqual([100, 0]);
  const asked = Date.now() / 1000;
  await app.until("the canary answers the match", async () => inside.count("v1", asked) > 50);
  expect(inside.count("v2", asked)).toBe(0);
  const [before, present] = [await writes(), await rules()];
  done(await app.sluice("abort", "ingressroute", "-C", app.folder, "--reason", "by hand"));
  expect(await writes()).toBe(before + 1);
  expect(await rules()).toEqual(present.slice(0, -1));
  await app.until("stable answers it again", async () => inside.count("v2", asked) > 50);
  expect(outside.count("v2", begun)).toBeGreaterThan(200);
  expect(outside.count("v1", begun)).toBe(0);
  inside.stop();
  outside.stop();
  await tryAgain();
});

inFull("a canary without pods takes no request down with it, and abort is one write", async () => {
  const load = app.load(100);
  done(await app.up());
  done(await app.up("ingressroute-canary-5"));
  await app.kubectl("scale", "deployment", "scholarlink-canary", "--replicas=0");
  await app.kubectl("wait", "pod", "-l", "sluice.dev/track=canary", "--for=delete", "--timeout=60s");
  const sent = (): number => load.snapshot()?.sent ?? 0;
  // While its pods end, the canary's own share gets 503, as with any router; a request fails after 5 s at the latest.
  const ended = sent() + 600;
  await app.until("the canary is gone", async () => sent() > ended);
  const failed = load.snapshot()?.failed;
  await app.until("requests went on", async () => sent() > ended + 300);
  const before = await writes();
  done(await app.sluice("abort", "ingressroute", "-C", app.folder, "--reason", "by hand"));
  expect(await writes()).toBe(before + 1);
  expect(await shares()).toEqual([100, 0]);
  expect((await app.ledger()).phase).toBe("aborted");
  expect((await load.stop()).failed).toBe(failed);
});

test("a release that answers errors is taken off by itself, and a way around is drift", async () => {
  app.load(100);
  await app.configure(image("v3"), { stages: stagesOf("60s", 5, 100) });
  done(await app.up());
  const around = {
    apiVersion: "traefik.io/v1alpha1",
    kind: "IngressRoute",
    metadata: { name: "around" },
    spec: {
      routes: [{ match: "Host(`b.example.org`)", services: [{ name: "scholarlink-canary", port: 8080 }] }],
    },
  };
  await app.exec("sh", "-c", `echo '${JSON.stringify(around)}' | kubectl -n ${app.namespace} apply -f -`);
  const drift = await app.up("ingressroute-canary-5");
  expect(drift.sluiceCode).toBe(3);
  expect(drift.text).toContain("IngressRoute t-ingressroute/around spec.routes[0] sends 100 %");
  await app.kubectl("delete", "ingressroutes.traefik.io", "around");
  const stage = await app.up("ingressroute-canary-5");
  expect(stage.sluiceCode).toBe(4);
  expect(stage.text).toContain("all traffic is on stable (observed)");
  expect(await shares()).toEqual([100, 0]);
});

const checkOf = (url: string, ...status: readonly number[]) => ({
  name: "asked",
  requests: [{ url, expect: { status } }],
});

const toGreen = async (version: "v1" | "v3", check: object): Promise<void> => {
  const stages = [{ weight: 100, soak: "5s", checksFor: "5s" }];
  await app.configure(image(version), { strategy: "blue-green", stages, checks: [check] });
};
const retryGreen = async () =>
  done(await app.sluice("retry", "ingressroute", "-C", app.folder, "--reason", "blue-green"));

inFull("blue-green: checked at weight 0, and all requests in one move", async () => {
  const load = app.load(100);
  await toGreen("v1", checkOf("/", 418));
  await retryGreen();
  done(await app.up());
  const unfit = await app.up("ingressroute-canary-100");
  expect(unfit.sluiceCode).toBe(3);
  expect(unfit.text).toContain('checks must pass at weight 0: check "asked" must pass on the canary');
  expect(await shares()).toEqual([100, 0]);
  await toGreen("v1", checkOf("/", 200));
  const before = await writes();
  const moved = done(await app.up("ingressroute-canary-100"));
  expect(moved.text).toMatch(/canary: 2 pods warmed by 40 requests/);
  expect(moved.text).toMatch(/checks passed on the canary for \d+ s at weight 0/);
  expect(moved.text).toContain("traffic 0 → 100 %");
  expect([await writes(), await shares()]).toEqual([before + 1, [0, 100]]);
  done(await app.up());
  expect([(await app.ledger()).phase, await shares()]).toEqual(["promoted", [100, 0]]);
  const report = await load.stop();
  expect([report.failed, report.failures]).toEqual([0, []]);
});

inFull("blue-green: a release that answers errors goes back by one write", async () => {
  app.load(100);
  await toGreen("v3", checkOf("/healthz", 200));
  await retryGreen();
  done(await app.up());
  const present = await writes();
  const bad = await app.up("ingressroute-canary-100");
  expect(bad.sluiceCode).toBe(4);
  expect(bad.text).toContain("all traffic is on stable (observed)");
  expect([await writes(), await shares()]).toEqual([present + 2, [100, 0]]);
});
