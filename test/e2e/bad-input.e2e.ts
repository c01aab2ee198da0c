import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createApp, done, image } from "./support/app";
import { deployCanary } from "./support/releases/deploy-canary";
import { inFull } from "./support/in-full";
import { snapshotOf } from "./support/cluster/snapshot";
import type { App, UpResult } from "./support/app";

let app: App;

beforeAll(async () => {
  app = await createApp("bad", {
    stages: [
      { weight: 5, soak: "1h" },
      { weight: 100, soak: "1h" },
    ],
  });
  await deployCanary(app);
});

afterAll(async () => {
  await app.remove();
});

/** One message that a person can act on: no stack trace, and the cluster as it was. */
async function expectUntouched(
  runs: () => Promise<UpResult>[],
  code: number,
  message: RegExp,
): Promise<void> {
  const before = await snapshotOf(app);
  for (const { sluiceCode, text } of await Promise.all(runs())) {
    expect(text).toMatch(message);
    expect(sluiceCode).toBe(code);
    expect(text).not.toMatch(/\n\s+at .+:\d+:\d+\)?\n/);
  }
  expect(await snapshotOf(app)).toBe(before);
}

async function withFile(change: (text: string) => string, work: () => Promise<void>): Promise<void> {
  const file = path.join(app.folder, "Pulumi.bad.yaml");
  const text = await readFile(file, "utf8");
  expect(change(text)).not.toBe(text);
  await writeFile(file, change(text));
  try {
    await work();
  } finally {
    await writeFile(file, text);
  }
}

test.each<[string, (text: string) => string, RegExp]>([
  [
    "an unknown key, an image without digest and stages that do not increase",
    (text) =>
      text
        .replace("config:\n", "config:\n  sluice:colour: blue\n")
        .replace(/@sha256:[0-9a-f]+/, ":v2")
        .replace("weight: 5\n", "weight: 100\n"),
    /(?=[^]*sluice:colour must)(?=[^]*sluice:release\.image must)(?=[^]*sluice:stages\[1\]\.weight must)/,
  ],
  [
    "a wrong context",
    (text) => text.replace(/context: .*/, "context: elsewhere"),
    /cluster\.context must be a context of the kubeconfig/,
  ],
])("%s: base and stage say so, nothing is touched", async (_what, change, message) => {
  await withFile(change, async () => {
    await expectUntouched(() => [app.up(), app.up("bad-canary-5")], 2, message);
  });
});

test("another cluster's uid: base and stage say so, nothing is touched", async () => {
  const uid = "0a0a0a0a-0000-4000-8000-000000000000";
  await withFile(
    (text) => text.replace(/uid: .*/, `uid: ${uid}`),
    async () => {
      const ofState =
        /must be of app "scholarlink" in environment "bad", namespace t-bad of cluster 0a0a0a0a/;
      await expectUntouched(() => [app.up()], 3, ofState);
      const ofCluster = /cluster\.uid must be the uid of its namespace kube-system/;
      await expectUntouched(() => [app.up("bad-canary-5")], 2, ofCluster);
    },
  );
});

inFull("a Gateway that is not there: base says so instead of waiting for a router", async () => {
  await withFile(
    (text) => text.replace("name: sluice\n", "name: nowhere\n"),
    async () => {
      await expectUntouched(
        () => [app.up()],
        2,
        /sluice:traffic\.gateway must name a Gateway .* got "gateway\/nowhere"/,
      );
    },
  );
});

const expectRefusedByName = async (stack: string, message: RegExp): Promise<void> => {
  done(await app.pulumi("stack", "init", stack));
  await expectUntouched(() => [app.up(stack)], 2, message);
};

inFull.each([
  ["bad-canary-7", /must be one of sluice:stages \(5%, 100%\): got 7%/],
  ["bad-canary-0", /must end in a whole percent from 1 to 100, or the name of a match or mirror/],
  ["worse", /Pulumi\.worse\.yaml/],
])("stack %s: refused by its name", expectRefusedByName);

inFull("a cluster that cannot be reached: says which and what to do", async () => {
  const kubeconfig = path.join(app.folder, "unreachable");
  const text = await readFile(app.sandbox.kubeconfig, "utf8");
  await writeFile(kubeconfig, text.replaceAll(/https:\/\/127\.0\.0\.1:\d+/g, "https://127.0.0.1:1"));
  const unreachable = { KUBECONFIG: kubeconfig };
  await expectUntouched(
    () => [app.upIn(unreachable)],
    2,
    /127\.0\.0\.1:1 does not answer: .*ECONNREFUSED[^]*→ check that it runs/,
  );
  await expectUntouched(() => [app.upIn(unreachable, "bad-canary-5")], 2, /127\.0\.0\.1:1 does not answer/);
});

test("an account without the rights: each one is named", async () => {
  await app.kubectl("create", "serviceaccount", "viewer");
  await app.kubectl(
    "create",
    "rolebinding",
    "viewer",
    "--clusterrole=view",
    `--serviceaccount=${app.namespace}:viewer`,
  );
  await app
    .kubectl(
      "create",
      "clusterrole",
      "e2e-uid",
      "--verb=get",
      "--resource=namespaces",
      "--resource-name=kube-system",
    )
    .catch(() => "");
  await app
    .kubectl(
      "create",
      "rolebinding",
      "e2e-uid",
      "-n",
      "kube-system",
      "--clusterrole=e2e-uid",
      `--serviceaccount=${app.namespace}:viewer`,
    )
    .catch(() => "");
  const token = (await app.kubectl("create", "token", "viewer")).trim();
  const kubeconfig = path.join(app.folder, "viewer");
  const text = await app.kubectl("config", "view", "--raw", "--minify", "-o", "json");
  const config = JSON.parse(text) as { users: { user: unknown }[] };
  for (const entry of config.users) entry.user = { token };
  await writeFile(kubeconfig, JSON.stringify(config));
  const message = /lacks .*update configmaps.*patch deployments\/scale \(apps\).*patch httproutes/;
  await expectUntouched(() => [app.upIn({ KUBECONFIG: kubeconfig }, "bad-canary-5")], 2, message);
});

const expectUnreadable = async (_what: string, text: string, message: RegExp): Promise<void> => {
  const patch = async (ledger: string): Promise<unknown> => {
    const change = JSON.stringify({ data: { "ledger.json": ledger } });
    return await app.kubectl("patch", "configmap", "sluice-scholarlink", "--type=merge", "-p", change);
  };
  const before = JSON.stringify(await app.ledger());
  await patch(text);
  await expectUntouched(() => [app.up(), app.up("bad-canary-5")], 3, message);
  await patch(before);
};

const unreadable = "a ledger that is %s: base and stage refuse with the way out";
test.each<[string, string, RegExp]>([
  ["damaged", "{not json", /ConfigMap sluice-scholarlink must be a readable ledger|Cannot read ledger/],
])(unreadable, expectUnreadable);
inFull.each<[string, string, RegExp]>([["of a newer version", '{"version": 99}', /version/]])(
  unreadable,
  expectUnreadable,
);

test("a route whose backends were edited by hand: the stage refuses", async () => {
  const rules = await app.kubectl("get", "httproute", "scholarlink", "-o", "jsonpath={.spec.rules}");
  const patch = async (operation: object): Promise<unknown> =>
    await app.kubectl("patch", "httproute", "scholarlink", "--type=json", "-p", JSON.stringify([operation]));
  await patch({ op: "remove", path: "/spec/rules/0/backendRefs/1" });
  await expectUntouched(() => [app.up("bad-canary-5")], 3, /httproute|route/i);
  await patch({ op: "replace", path: "/spec/rules", value: JSON.parse(rules) as unknown });
});

test("a ledger lost with weight on the canary: only an abort is accepted", async () => {
  const soak = app.startUp("bad-canary-5");
  await soak.seen(/5 %: held/);
  soak.child.kill("SIGINT");
  await soak.ended;
  await app.kubectl("delete", "configmap", "sluice-scholarlink");
  for (const stack of ["bad", "bad-canary-5"]) {
    const { sluiceCode } = await app.up(stack);
    expect(sluiceCode).toBe(3);
    expect(await app.weight()).toBe(5);
  }
  done(await app.sluice("abort", "bad", "-C", app.folder, "--reason", "the ledger is lost"));
  expect(await app.weight()).toBe(0);
  expect(done(await app.up()).text).toMatch(/was aborted/);
});

const expectUnready = async (name: "v5" | "v6", progressDeadline: string, message: RegExp): Promise<void> => {
  const supersede = (await app.ledger()).attempt?.number;
  await app.configure(image(name), { release: { supersede }, app: { progressDeadline } });
  done(await app.up());
  const { sluiceCode, text } = await app.up("bad-canary-5");
  expect(sluiceCode).toBe(3);
  expect(text).toMatch(message);
  expect(text).toContain("weight was not changed");
  expect(await app.weight()).toBe(0);
};

inFull("a canary that does not become ready: the pods' own reasons, weight 0", async () => {
  const message =
    /pods must get ready and not stand still for 10 s: got canary has 0 of 2 pods ready.*scholarlink-canary-/;
  await expectUnready("v5", "10s", message);
});

inFull("a canary that crashes: the pods' own reasons, weight 0", async () => {
  const crash =
    /pods must get ready and not stand still for 20 s: got .*scholarlink-canary-[^:]+: (CrashLoopBackOff|Error|.*exit)/;
  await expectUnready("v6", "20s", crash);
});

inFull("a quota that keeps the canary's pods away is named, and no image is blamed", async () => {
  const supersede = (await app.ledger()).attempt?.number;
  await app.configure(image("v4"), { release: { supersede }, app: { progressDeadline: "10s" } });
  done(await app.up());
  await app.kubectl("create", "quota", "few", "--hard=pods=2");
  // Until it is counted, pods are refused for another reason.
  const used = ["get", "quota", "few", "-o", "jsonpath={.status.used.pods}"];
  await app.until("the quota is counted", async () => (await app.kubectl(...used)) !== "");
  const { sluiceCode, text } = await app.up("bad-canary-5");
  expect(sluiceCode).toBe(3);
  expect(text).toMatch(
    /canary has \d of 2 pods ready.*FailedCreate: pods .* is forbidden: exceeded quota: few/,
  );
  expect(await app.weight()).toBe(0);
});
