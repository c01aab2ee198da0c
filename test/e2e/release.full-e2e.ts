import { writeFile } from "node:fs/promises";
import path from "node:path";
import { leverAnnotation } from "../../components/core/lever/service";
import { matchWeight } from "../../components/core/stage/exposure";
import { setFault } from "../../sandbox/fault/set-fault";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { applyRoute, othersOf, readUsersRules, usersRules } from "./support/routes/own-route";
import { releaseToMatch } from "./support/releases/release-to-match";

let app: App;

const stagesOf = (soak: string, ...weights: readonly number[]) => weights.map((weight) => ({ weight, soak }));

/** Users with this cookie come first. */
const beta = { name: "beta", match: { cookie: "beta", exact: "on" }, soak: "5s" };

beforeAll(async () => {
  app = await createApp("release", {
    stages: [beta, ...stagesOf("5s", 5, 20, 100)],
    app: { replicas: 3 },
    traffic: { from: { object: "scholarlink" } },
  });
  await app.kubectl("create", "service", "clusterip", "old", "--tcp=80:80");
});

afterAll(async () => {
  await app.kubectl("delete", "validatingwebhookconfiguration", webhook, "--ignore-not-found");
  await app.remove();
});

let before: readonly unknown[];

test("a route of the user's own whose split is live is refused by its place, and stays as it is", async () => {
  const split = {
    backendRefs: [
      { name: "scholarlink", port: 8080 },
      { name: "old", port: 80 },
    ],
  };
  await applyRoute(app, [...usersRules.slice(0, 3), split]);
  const live = await readUsersRules(app);
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toMatch(
    /spec\.rules\[3\] of HTTPRoute t-release\/scholarlink must have no backends but .*got scholarlink 1, old 1; nothing was touched[^]*end the split/,
  );
  expect(await readUsersRules(app)).toEqual(live);
  await applyRoute(app, usersRules);
  before = othersOf(await readUsersRules(app));
});

test("a route that Helm owns is not taken before a person says that Helm has let go of it", async () => {
  await app.kubectl("annotate", "httproute", "scholarlink", "meta.helm.sh/release-name=web");
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toMatch(
    /HTTPRoute t-release\/scholarlink must be let go by its owner first: got Helm release web; nothing was touched[^]*resource-policy: keep[^]*--foreign-owner-stopped REASON/,
  );
  expect(othersOf(await readUsersRules(app))).toEqual(before);
});

test("a good release goes from first deploy to promoted without one failed client request", async () => {
  const word = { SLUICE_FOREIGN_OWNER_STOPPED: "out of the chart" };
  expect(done(await app.upIn(word)).text).toContain("first deploy");
  expect(await app.ledger()).toMatchObject({
    phase: "promoted",
    ownersStopped: [
      { reason: "out of the chart", objects: ["HTTPRoute t-release/scholarlink of Helm release web"] },
    ],
  });
  expect(await app.image("stable")).toBe(image("v1"));

  const load = app.load(100);
  await app.configure(image("v2"), { stages: [beta, ...stagesOf("5s", 5, 100)] });
  done(await app.up());
  expect(await app.weight()).toBe(0);
  await releaseToMatch(app);
  for (const weight of [5, 100]) {
    const stage = done(await app.up(`release-canary-${weight}`));
    const from = weight === 5 ? "a match" : "5";
    expect(stage.text).toContain(`traffic ${from} → ${weight} %`);
    expect(await app.weight()).toBe(weight);
  }
  expect((await app.ledger()).phase).toBe("passed");
  done(await app.up());
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("promoted");
  expect(ledger.moves.map(({ from, to }) => [from, to])).toEqual([
    [0, matchWeight],
    [matchWeight, 5],
    [5, 100],
    [100, 50],
    [50, 0],
  ]);
  // Sized for its share at each step, and no more: three pods show what two would hide.
  expect(
    await app.kubectl("get", "deployment", "scholarlink-stable", "-o", "jsonpath={.spec.replicas}"),
  ).toBe("3");
  expect(await app.image("stable")).toBe(image("v2"));
  expect(await app.weight()).toBe(0);
  const report = await load.stop();
  expect(report.failed).toBe(0);
  expect(report.ok).toBeGreaterThan(2000);
  expect(othersOf(await readUsersRules(app))).toEqual(before);
  const headers = await app.exec(
    "curl",
    "-sD",
    "-",
    "-o",
    "/dev/null",
    "-H",
    `host: ${app.host}`,
    `http://${app.sandbox.gatewayAddress}/api/papers`,
  );
  expect(headers.toLowerCase()).toContain("x-route: api");
});

test("a release that answers errors is taken off by itself, and stays away", async () => {
  const load = app.load(100);
  // Version 3 answers its first requests well: a soak must be longer than that to see it fail.
  await app.configure(image("v3"), { stages: stagesOf("60s", 5, 100) });
  done(await app.up());
  const stage = await app.up("release-canary-5");
  expect(stage.sluiceCode).toBe(4);
  expect(stage.text).toContain("all traffic is on stable (observed)");
  expect(await app.weight()).toBe(0);
  const ledger = await app.ledger();
  expect(ledger.phase).toBe("aborted");
  expect(ledger.attempt?.stages[0]?.verdict?.kind).toBe("fail");
  await load.stop();

  const again = await app.up("release-canary-5");
  expect(again.sluiceCode).toBe(3);
  expect(again.text).toContain("sluice retry");
  expect(await app.weight()).toBe(0);
});

const webhook = "routes-of-t-release";

/** Refuses every change of the app's route: nobody answers for it. */
async function refuseRoutes(): Promise<void> {
  const file = path.join(app.folder, "webhook.json");
  const rule = { apiGroups: ["gateway.networking.k8s.io"], apiVersions: ["*"], operations: ["UPDATE"] };
  await writeFile(
    file,
    JSON.stringify({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: webhook },
      webhooks: [
        {
          name: "route-rules.example.org",
          admissionReviewVersions: ["v1"],
          sideEffects: "None",
          failurePolicy: "Fail",
          clientConfig: { service: { name: "nobody", namespace: "default", path: "/check", port: 443 } },
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": app.namespace } },
          rules: [{ ...rule, resources: ["httproutes"] }],
        },
      ],
    }),
  );
  await app.kubectl("apply", "-f", file);
  await app.until("it is in force", async () => {
    const tried = app.kubectl("annotate", "httproute", "scholarlink", "e2e=1", "--dry-run=server");
    return await tried.then(
      () => false,
      (error: Error) => error.message.includes("route-rules.example.org"),
    );
  });
}

const service = async (jsonpath: string): Promise<string> =>
  await app.kubectl("get", "service", "scholarlink-canary", "-o", `jsonpath=${jsonpath}`);
const selected = async (): Promise<string> => await service("{.spec.selector.sluice\\.dev/track}");

test("P7: a webhook that is away refuses weight 0: the canary's Service takes the traffic off, until weight 0 is live", async () => {
  const load = app.load(100);
  // A good one, so that nothing fails before the webhook is in force.
  await app.configure(image("v4"), { stages: stagesOf("60s", 20, 100) });
  done(await app.up());
  const answers = app.watchAnswers();
  const stage = app.startUp("release-canary-20");
  await stage.seen(/traffic 0 → 20 %/);
  await refuseRoutes();
  await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { errorRatio: 0.5 });
  const ended = await stage.ended;
  expect(ended.text).toMatch(/\[sluice:4\]/);
  expect(ended.text).toMatch(/weight 0 was refused: .*route-rules\.example\.org/);
  expect(ended.text).toMatch(
    /Service scholarlink-canary selects stable's pods, and the endpoints are stable's alone/,
  );
  expect(ended.text).not.toContain("all traffic is on stable (observed)");
  const mark = JSON.parse(
    await service(`{.metadata.annotations.${leverAnnotation.replaceAll(".", "\\.")}}`),
  ) as {
    atSeconds: number;
  };
  await app.until(
    "answers came after it",
    async () => answers.count("v4", mark.atSeconds + 6) === 0 && answers.last() > mark.atSeconds + 8,
    30,
  );
  const lastBad = answers.last("v4") - mark.atSeconds;
  console.log(`last answer of the canary ${lastBad.toFixed(2)} s after the second lever`);
  expect(lastBad).toBeLessThan(5);
  expect(await app.weight()).toBe(20);
  expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 20 });

  // While it stands: neither base nor a stage changes anything, and abort says what holds.
  expect(done(await app.up(undefined, "--refresh")).text).toMatch(/second lever of an abort stands/);
  expect((await app.up("release-canary-20")).sluiceCode).toBe(3);
  const abort = async () =>
    await app.sluice("abort", "release", "-C", app.folder, "--reason", "drill", "--json");
  const refused = await abort();
  expect(refused.code).toBe(6);
  expect(JSON.parse(refused.stdout)).toMatchObject({ weight: { live: 20 }, lever: { seen: true } });
  await app.configure(image("v1"), { stages: stagesOf("5s", 20, 100) });
  expect((await app.up(undefined, "--refresh")).text).toMatch(/live weight must be 0 %/);
  expect(await app.weight()).toBe(20);
  expect(await selected()).toBe("stable");
  expect(answers.count("v4", mark.atSeconds + 6)).toBe(0);

  // Repaired: not undone at 20 %, and by the base stack at 0.
  await app.kubectl("delete", "validatingwebhookconfiguration", webhook);
  expect((await app.up()).text).toMatch(/live weight must be 0 %/);
  expect(await selected()).toBe("stable");
  expect(done(await abort()).stdout).toContain('"observed":"confirmed"');
  expect(await app.weight()).toBe(0);
  expect(await selected()).toBe("stable");
  expect(done(await app.up()).text).toMatch(/second lever is undone/);
  expect(await selected()).toBe("canary");
  expect(done(await app.up("release-canary-20")).text).toContain("traffic 0 → 20 %");
  await app.until("the new canary answers", async () => answers.count("v1", mark.atSeconds) > 0);
  expect(answers.count("v4", mark.atSeconds + 6)).toBe(0);
  answers.stop();
  await load.stop();
});
