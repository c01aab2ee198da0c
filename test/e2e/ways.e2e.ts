import { get } from "node:http";
import { startLoad } from "../../sandbox/load/load";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { readDashboard } from "./support/watchers/dashboard";
import { routeOf } from "./support/routes/own-route";
import { writeObjects } from "./support/write-objects";

const target = "/api/papers";

/** Version that answers a plain request. */
async function ask(app: App): Promise<{ status: number; version: string }> {
  return await new Promise((resolve, reject) => {
    const url = `http://${app.sandbox.gatewayAddress}${target}`;
    get(url, { headers: { host: app.host }, agent: false, timeout: 5000 }, (response) => {
      const version = String(response.headers["x-scholarlink-version"] ?? "");
      response.resume().on("end", () => resolve({ status: response.statusCode ?? 0, version }));
    }).on("error", reject);
  });
}

const rule = {
  matches: [{ path: { type: "PathPrefix", value: target } }],
  backendRefs: [{ name: "scholarlink-canary", port: 8080 }],
};

/** Creates another route for the app's host at the sandbox's gateway. */
async function createRoute(
  app: App,
  name: string,
  rules: readonly unknown[],
  annotations = {},
): Promise<void> {
  const route = { ...routeOf(app, rules), metadata: { name, annotations } };
  await app.kubectl("create", "-f", await writeObjects(app, "route", [route]));
}

const rulesOf = async (app: App): Promise<readonly { matches?: unknown; backendRefs?: unknown }[]> =>
  JSON.parse(await app.kubectl("get", "httproute", "scholarlink", "-o", "jsonpath={.spec.rules}")) as [];

const canaryPods = async (app: App): Promise<number> => (await app.track("canary")).replicas;

describe("a route that is there before the first deploy", () => {
  let app: App;
  const serving = [
    { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "old", port: 80 }] },
  ];

  beforeAll(async () => {
    app = await createApp("taken", {
      stages: [
        { weight: 5, soak: "5s" },
        { weight: 100, soak: "5s" },
      ],
    });
  });

  afterAll(async () => {
    await app.remove();
  });

  const expectRefused = async (words: RegExp): Promise<void> => {
    const before = await app.kubectl("get", "httproute", "-o", "json");
    for (const run of [await app.pulumi("preview", "-s", "taken"), await app.up()]) {
      expect(run.sluiceCode).toBe(3);
      expect(run.text).toMatch(words);
      expect(run.text).not.toMatch(/delete/i);
    }
    expect(await app.kubectl("get", "httproute", "-o", "json")).toBe(before);
    const names = await app.kubectl("get", "deployment,service,configmap,pdb", "-o", "name");
    expect(names).not.toContain("scholarlink");
  };

  test("P16: for its host under another name: refused in preview and up, naming it and its owner, nothing is touched", async () => {
    await createRoute(app, "shop", serving, { "meta.helm.sh/release-name": "shop" });
    await expectRefused(/got HTTPRoute t-taken\/shop \(owned by Helm release shop\), which is older/);
    await app.kubectl("delete", "httproute", "shop");
  });

  inFull("under its name: refused the same way", async () => {
    await createRoute(app, "scholarlink", serving);
    await expectRefused(
      /got HTTPRoute t-taken\/scholarlink \(owned by kubectl[^]*a route in use cannot be taken over/,
    );
    await app.kubectl("delete", "httproute", "scholarlink");
  });

  inFull("with a more specific path: told, and the deploy goes on", async () => {
    await createRoute(app, "part", [{ ...rule, backendRefs: [{ name: "old", port: 80 }] }]);
    const { text } = done(await app.up());
    expect(text).toContain(`HTTPRoute t-taken/part (owned by kubectl-create) is for ${app.host} as well`);
    expect(text).toContain(`takes requests from this app's route: ${target}`);
  });
});

describe("a rule of another owner that reaches the canary", () => {
  let app: App;

  beforeAll(async () => {
    app = await createApp("ways", {
      stages: [
        { weight: 20, soak: "5s" },
        { weight: 100, soak: "1h" },
      ],
    });
    done(await app.up());
    app.load(50);
  });

  afterAll(async () => {
    await app.remove();
  });

  const abort = async () => await app.sluice("abort", "ways", "-C", app.folder, "--reason", "drill");

  const addRule = async (): Promise<void> => {
    const patch = JSON.stringify([{ op: "add", path: "/spec/rules/-", value: rule }]);
    await app.kubectl(
      "patch",
      "httproute",
      "scholarlink",
      "--type=json",
      "--field-manager",
      "kubectl-edit",
      "-p",
      patch,
    );
  };

  /** The release of v2 is at 20 %. */
  const reach = async (): Promise<void> => {
    await app.configure(image("v2"));
    if ((await app.ledger()).phase === "aborted")
      done(await app.sluice("retry", "ways", "-C", app.folder, "--reason", "again"));
    done(await app.up());
    done(await app.up("ways-canary-20"));
    expect(await app.weight()).toBe(20);
  };

  test("P3: makes the gate refuse at weight 0, naming place, manager and time, and leaves the rule", async () => {
    await app.configure(image("v2"));
    done(await app.up());
    await addRule();
    const { sluiceCode, text } = await app.up("ways-canary-20");
    expect(sluiceCode).toBe(3);
    expect(text).toMatch(
      /no rule of others may reach the canary: got HTTPRoute t-ways\/scholarlink spec\.rules\[3\] sends 100 % .* written by kubectl-edit at \d{4}-/,
    );
    expect(await app.weight()).toBe(0);
    expect(await rulesOf(app)).toHaveLength(4);
    // The dashboard asks the same gate and shows the same ledger, and writes nothing.
    const before = await app.ledger();
    const page = await readDashboard(app, ({ gate = "" }) => gate.includes("no-drift"));
    expect(page["gate"]).toMatch(
      /no-drift<\/th><td class="refuse">refuse<\/td><td>no rule of others may reach the canary: got HTTPRoute t-ways\/scholarlink spec\.rules\[3\]/,
    );
    expect(page["ledger"]).toContain(`<dt>Epoch</dt><dd>${before.epoch}</dd>`);
    expect(page["now"]).toContain("<h1>scholarlink in ways, attempt 2</h1>");
    expect(await app.ledger()).toEqual(before);
    done(await abort());
    expect(await rulesOf(app)).toHaveLength(3);
  });

  /** Requests for the rule's path, until they are stopped. */
  const askTarget = () =>
    startLoad({
      address: app.sandbox.gatewayAddress,
      host: app.host,
      paths: [target],
      ratePerSecond: 50,
      durationSeconds: 300,
    });

  test("in the route: an abort takes it out in its one write, and no request for its path fails", async () => {
    await reach();
    await addRule();
    await app.until("the rule is in force", async () => (await ask(app)).version === "v2");
    const load = askTarget();
    const { text } = done(await abort());
    expect(text).toContain(`all traffic of "scholarlink" is on stable, observed`);
    expect(await rulesOf(app)).toHaveLength(3);
    expect(await canaryPods(app)).toBe(0);
    await app.until("stable answers", async () => (await ask(app)).version === "v1");
    const report = await load.stop();
    expect(report.failures).toEqual([]);
  });

  inFull(
    "in another object: an abort names it and the command, exits 6 and keeps the canary's pods; the command ends it",
    async () => {
      await reach();
      await createRoute(app, "beta", [rule]);
      await app.until("the rule is in force", async () => (await ask(app)).version === "v2");
      const load = askTarget();
      const { code, text } = await abort();
      expect(code).toBe(6);
      expect(text).toMatch(
        /HTTPRoute t-ways\/beta spec\.rules\[0\] sends 100 % .* written by kubectl-create at \d{4}-/,
      );
      expect(text).not.toContain("is on stable");
      expect(await app.weight()).toBe(0);
      expect((await app.ledger()).phase).toBe("aborted");
      expect(await canaryPods(app)).not.toBe(0);
      expect(await ask(app)).toEqual({ status: 200, version: "v2" });
      // Its template does not change under those requests.
      await app.configure(image("v1"));
      const refused = await app.up();
      expect(refused.sluiceCode).toBe(3);
      expect(refused.text).toContain("HTTPRoute t-ways/beta");
      expect(await app.image("canary")).toBe(image("v2"));
      const command = /(kubectl --context \S+ -n t-ways patch httproutes beta --type json -p '[^']+')/.exec(
        text,
      )?.[1];
      await app.exec("sh", "-c", command ?? "false");
      await app.until("stable answers", async () => (await ask(app)).version === "v1");
      done(await abort());
      expect(await canaryPods(app)).toBe(0);
      const report = await load.stop();
      expect(report.failures).toEqual([]);
      await app.kubectl("delete", "httproute", "beta");
    },
  );

  inFull(
    "P1: a refresh at 20 %, an abort, another host in the file and base's up leave the weight at 0",
    async () => {
      await reach();
      done(await app.pulumi("refresh", "-s", "ways", "--yes", "--skip-preview"));
      done(await abort());
      expect(await app.weight()).toBe(0);
      await app.configure(image("v2"), { traffic: { hosts: ["other.example.org"] } });
      const path = "jsonpath={.spec.rules[0].backendRefs[1].weight}{'\\n'}";
      const route = ["get", "httproute", "scholarlink", "--watch", "-o", path];
      const watched = app.start("kubectl", "-n", app.namespace, ...route);
      const weights = (): readonly string[] => watched.text().trim().split("\n");
      await watched.seen(/^0$/m);
      done(await app.up());
      expect(await app.weight()).toBe(0);
      expect(
        await app.kubectl("get", "httproute", "scholarlink", "-o", "jsonpath={.spec.hostnames[0]}"),
      ).toBe("other.example.org");
      await app.until("the write was watched", async () => await Promise.resolve(weights().length > 1));
      watched.child.kill();
      expect(weights().filter((weight) => weight !== "0")).toEqual([]);
    },
  );
});
