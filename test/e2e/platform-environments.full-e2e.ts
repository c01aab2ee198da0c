import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { createApp, done } from "./support/app";
import type { App } from "./support/app";
import { openWriter } from "./support/cluster/dry-run";
import type { Writer, Written } from "./support/cluster/dry-run";

let app: App;
let writer: Writer | undefined;

/** Writes the platform's file with these environments, and brings its stack up. */
async function platform(environments: readonly object[]): Promise<void> {
  const config = {
    "sluice:cluster": { context: app.sandbox.context, uid: app.sandbox.clusterUid },
    "sluice:policies": { namespaces: [app.namespace], except: [] },
    "sluice:environments": environments,
    "sluice:access": [{ namespace: "t-branch", releasers: ["user:ada"] }],
  };
  await writeFile(path.join(app.folder, "Pulumi.platform.yaml"), stringify({ config }));
  done(await app.up("platform"));
}

const kept = { namespace: "t-kept" };
const branches = {
  namespace: "t-branch",
  branches: ["one", "two"],
  podSecurity: "restricted",
  quota: { "count/secrets": 0 },
  network: { from: ["gateway"] },
};

const listNamespaces = async (): Promise<readonly string[]> =>
  (await app.exec("kubectl", "get", "namespaces", "-o", "name")).trim().split("\n");

beforeAll(async () => {
  app = await createApp("ground");
  done(await app.pulumi("stack", "init", "platform"));
  // One is there before the platform's stack knows it.
  await app.exec("kubectl", "create", "namespace", "t-kept");
  await platform([kept, branches]);
  writer = await openWriter(app.sandbox);
});
afterAll(async () => {
  writer?.close();
  done(await app.pulumi("destroy", "-s", "platform", "--yes", "--skip-preview"));
  await app.exec("kubectl", "delete", "namespace", "t-kept", "--ignore-not-found", "--wait=false");
  await app.remove();
});

async function create(namespace: string, kind: string, object: object, as?: string): Promise<Written> {
  const options = as === undefined ? {} : { as };
  return await (writer as Writer).create(`/api/v1/namespaces/${namespace}/${kind}`, object, options);
}

test.each(["t-branch-one", "t-branch-two"])(
  "namespace %s of a branch has a quota, pod security, a network policy and roles in force",
  async (namespace) => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "more" } };
    const isFull = async (): Promise<boolean> =>
      (await create(namespace, "secrets", secret)).message.includes("exceeded quota: sluice-environment");
    await app.until("the quota is in force", isFull);
    const container = { name: "open", image: "none", securityContext: { privileged: true } };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "open" },
      spec: { containers: [container] },
    };
    expect((await create(namespace, "pods", pod)).message).toContain(
      'violates PodSecurity "restricted:latest"',
    );
    const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "more" } };
    expect((await create(namespace, "configmaps", configMap, "ada")).status).toBe(201);
    expect((await create(namespace, "configmaps", configMap, "bert")).status).toBe(403);
    const from = "jsonpath={.spec.ingress[0].from[1].namespaceSelector.matchLabels}";
    const policy = ["get", "networkpolicy", "sluice-environment", "-n", namespace, "-o", from];
    expect(await app.exec("kubectl", ...policy)).toContain('"gateway"');
  },
);

test("a branch that is taken out takes its namespace along; an environment that is taken out stays", async () => {
  await platform([{ ...branches, branches: ["two"] }]);
  await app.until("it is gone", async () => !(await listNamespaces()).includes("namespace/t-branch-one"));
  expect(await listNamespaces()).toEqual(
    expect.arrayContaining(["namespace/t-kept", "namespace/t-branch-two"]),
  );
});
