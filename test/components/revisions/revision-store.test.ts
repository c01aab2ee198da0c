import { open } from "../../../components/cluster/connect";
import type { Cluster } from "../../../components/cluster/api";
import { hashConfiguration } from "../../../components/core/revision/hash-configuration";
import { knownCheckout } from "../../../components/core/revision/known-revision";
import type { ConfigurationObject, Revision } from "../../../components/core/revision/revision";
import {
  findRevision,
  listRevisions,
  removeRevisions,
  storeRevision,
} from "../../../components/revisions/revision-store";
import { imageOf } from "../../support/environment";
import { revisionOf } from "../../support/fake-cluster/templates";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";

const place = { app: "shop", namespace: "prod" };
const at = (plural: string, name: string) => `/api/v1/namespaces/prod/${plural}/${name}`;
const controller = (name: string) => `/apis/apps/v1/namespaces/prod/controllerrevisions/${name}`;

const configuration: readonly ConfigurationObject[] = [
  { kind: "ConfigMap", name: "site", data: { "nginx.conf": "a" }, binaryData: { logo: "AA==" } },
  { kind: "Secret", name: "keys", data: { password: "hunter2" }, binaryData: { cert: "AA==" } },
];
const checkout: Revision = { ...revisionOf(imageOf("a")), configuration };
const known = knownCheckout(hashConfiguration(checkout, "k"));

let fake: FakeCluster;
let cluster: Cluster;

beforeEach(async () => {
  fake = await startFakeCluster("prod");
  process.env["KUBECONFIG"] = fake.kubeconfig;
  cluster = await open({ context: "fake" });
});

afterEach(async () => {
  cluster.close();
  delete process.env["KUBECONFIG"];
  await fake.stop();
});

interface Made {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels: object;
    readonly ownerReferences?: readonly object[];
  };
  readonly immutable?: boolean;
  readonly data?: unknown;
}

const stored = () => known.revision.configuration.map(({ name, hash }) => `${name}-${hash.slice(0, 10)}`);

test("configuration is stored before the revision, immutable, and goes with it", async () => {
  await storeRevision(cluster, place, known, configuration);
  expect(fake.writes().slice(0, 3)).toEqual([
    "POST /api/v1/namespaces/prod/configmaps",
    "POST /api/v1/namespaces/prod/secrets",
    "POST /apis/apps/v1/namespaces/prod/controllerrevisions",
  ]);
  const [site, keys] = stored();
  const owner = fake.get<Made>(controller(`shop-${known.name}`));
  const owns = [expect.objectContaining({ kind: "ControllerRevision", uid: owner?.metadata.uid })];
  expect(fake.get<Made>(at("configmaps", site!))).toMatchObject({
    immutable: true,
    data: { "nginx.conf": "a" },
    binaryData: { logo: "AA==" },
    metadata: { ownerReferences: owns },
  });
  expect(fake.get<Made>(at("secrets", keys!))).toMatchObject({
    immutable: true,
    type: "Opaque",
    data: { password: Buffer.from("hunter2").toString("base64"), cert: "AA==" },
    metadata: { ownerReferences: owns },
  });
  expect(owner?.metadata.labels).toEqual({ "sluice.dev/app": "shop" });
  expect(JSON.stringify(owner)).not.toMatch(/hunter2|aHVudGVyMg/);
  expect(await listRevisions(cluster, place)).toEqual([known]);
  expect(await findRevision(cluster, place, known.name)).toEqual(known);
});

test("a revision is stored once, also where an earlier run was killed in between", async () => {
  fake.fault(({ method, path }) => method === "POST" && path.endsWith("controllerrevisions"), {
    status: 503,
  });
  await expect(storeRevision(cluster, place, known, configuration)).rejects.toThrow("503");
  expect(await listRevisions(cluster, place)).toEqual([]);
  await storeRevision(cluster, place, known, configuration);
  await storeRevision(cluster, place, known, configuration);
  expect(await listRevisions(cluster, place)).toEqual([known]);
  const site = fake.get<Made>(at("configmaps", stored()[0]!));
  expect(site?.metadata.ownerReferences).toHaveLength(1);
});

test("configuration that two revisions share has both as owners", async () => {
  const other = knownCheckout(
    hashConfiguration({ ...checkout, ...revisionOf(imageOf("b")), configuration }, "k"),
  );
  await storeRevision(cluster, place, known, configuration);
  await storeRevision(cluster, place, other, configuration);
  expect(fake.get<Made>(at("configmaps", stored()[0]!))?.metadata.ownerReferences).toHaveLength(2);
});

test("an object of another owner under the name is left alone and named", async () => {
  fake.put(at("configmaps", stored()[0]!), { data: { mine: "yes" } }, "helm");
  await expect(storeRevision(cluster, place, known, configuration)).rejects.toThrow(
    /ConfigMap site-[0-9a-f]{10} of namespace prod must be Sluice's with the hash [0-9a-f]{64}: got none/,
  );
  expect(fake.get<Made>(at("configmaps", stored()[0]!))).toMatchObject({ data: { mine: "yes" } });
  expect(await listRevisions(cluster, place)).toEqual([]);
});

test("what another app or a form of another day stored is not read", async () => {
  await storeRevision(cluster, place, known, configuration);
  fake.put(controller("other-1"), {
    metadata: { labels: { "sluice.dev/app": "other" } },
    revision: 1,
    data: {},
  });
  fake.put(controller("shop-2"), {
    metadata: { labels: { "sluice.dev/app": "shop" } },
    revision: 1,
    data: { form: 9 },
  });
  fake.put(controller("shop-3"), { metadata: { labels: { "sluice.dev/app": "shop" } }, revision: 1 });
  expect((await listRevisions(cluster, place)).map(({ name }) => name)).toEqual([known.name]);
  expect(await findRevision(cluster, place, "0000000000")).toBeUndefined();
});

test("removing what is gone already is fine, anything else is not", async () => {
  await storeRevision(cluster, place, known, configuration);
  await removeRevisions(cluster, place, ["gone", known.name]);
  expect(await listRevisions(cluster, place)).toEqual([]);
  fake.fault(({ method }) => method === "DELETE", { status: 500 });
  await expect(removeRevisions(cluster, place, ["x"])).rejects.toThrow("500");
});
