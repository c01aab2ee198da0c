import { pushWaf } from "../../sandbox/images/waf";
import { killEach } from "../../sandbox/cluster/process/kill-each";
import { startLoad } from "../../sandbox/load/load";
import type { Load } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { listFirewalls, processesOf, ration } from "./support/cluster/firewalls";
import { gradeRoutes } from "./support/requests/header-score";

// The firewall of the pods beyond its rules: headers that it sets, too little of the processors, its death.

const attack = "/?q=%3Cscript%3Ealert(1)%3C/script%3E";
const policy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
let app: App;
let waf: string;
let load: Load;

const configure = async (referrer: string): Promise<void> => {
  const headers = { at: "pods", hsts: "subdomains", csp: { policy }, set: { "Referrer-Policy": referrer } };
  await app.configure(image("v1"), { edge: { waf: { mode: "block", image: waf }, headers } });
};

const users = (ratePerSecond: number): Load =>
  startLoad({
    address: app.sandbox.gatewayAddress,
    host: app.host,
    ratePerSecond,
    paths: ["/", "/api/papers"],
  });

const everywhere = (referrer: string): readonly string[] => Array.from({ length: 7 }, () => `A+ ${referrer}`);

const grade = async (): Promise<readonly string[]> => await gradeRoutes(app, "referrer-policy", [attack]);

const readyPods = async (): Promise<number> => (await app.track("stable")).ready;

beforeAll(async () => {
  const weights = [20, 100].map((weight) => ({ weight, soak: "5s" }));
  app = await createApp("wafpods", { stages: weights });
  waf = await pushWaf(app.sandbox.registryUrl);
  await configure("same-origin");
  done(await app.up());
  load = users(40);
});

afterAll(async () => {
  await load.stop();
  await app.remove();
});

test("headers that the firewall sets come with every answer, its own too, and score A+; others are a release", async () => {
  expect(await grade()).toEqual(everywhere("same-origin"));
  await configure("no-referrer");
  done(await app.up());
  done(await app.up("wafpods-canary-20"));
  // Both are told apart while the release runs.
  await app.until("either track answers", async () => {
    const seen = new Set((await Promise.all([grade(), grade(), grade()])).flat());
    return seen.has("A+ same-origin") && seen.has("A+ no-referrer");
  });
  done(await app.up("wafpods-canary-100"));
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await grade()).toEqual(everywhere("no-referrer"));
  expect(load.snapshot()?.failed).toBe(0);
});

test("firewalls that get too little of the processors keep their pods: users wait or give up, and are served once it is over", async () => {
  const firewalls = await listFirewalls(app, "stable");
  expect(firewalls).toHaveLength(2);
  const many = users(60);
  await app.until(
    "the load under way",
    async () => await Promise.resolve((many.snapshot()?.sent ?? 0) > 100),
  );
  expect(many.snapshot()?.failed).toBe(0);
  for (const one of firewalls) ration(one, 20);
  try {
    await app.until("users give up", async () => await Promise.resolve((many.snapshot()?.failed ?? 0) > 300));
    // A request without an answer is late, and never refused for want of a pod.
    expect(many.snapshot()?.failuresByKind).toMatchObject({ status: 0, connection: 0 });
    expect(await readyPods()).toBe(2);
  } finally {
    for (const one of firewalls) ration(one);
  }
  await app.until("nobody gives up any more", async () => {
    const before = many.snapshot();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const now = many.snapshot();
    return now !== undefined && now.failed === before?.failed && now.sent > before.sent + 100;
  });
  const { failuresByKind } = await many.stop();
  expect(failuresByKind).toMatchObject({ status: 0, connection: 0 });
  expect((await listFirewalls(app, "stable")).map(({ restarts }) => restarts)).toEqual([0, 0]);
});

test("a firewall that dies lets nothing past it, and is back in its pod", async () => {
  const { gatewayAddress: address } = app.sandbox;
  const attackers = startLoad({ address, host: app.host, ratePerSecond: 40, paths: [attack] });
  for (const one of await listFirewalls(app, "stable")) {
    await app.until(
      "attacks go on",
      async () => await Promise.resolve((attackers.snapshot()?.sent ?? 0) > 40),
    );
    killEach(processesOf(one));
    await app.until("it is back", async () => {
      const all = await listFirewalls(app, "stable");
      return all.find(({ pod }) => pod === one.pod)?.restarts === 1 && (await readyPods()) === 2;
    });
  }
  const { sent, failed, statuses } = await attackers.stop();
  expect(failed).toBe(sent);
  expect(statuses["403"]).toBeGreaterThan(sent / 2);
  expect(statuses["200"]).toBeUndefined();
});
