import { open } from "../../../components/cluster/connect";
import type { Cluster } from "../../../components/cluster/api";
import { ApiError } from "../../../components/cluster/api-error";
import { hashConfiguration, storedName } from "../../../components/core/revision/hash-configuration";
import { knownCheckout } from "../../../components/core/revision/known-revision";
import type { ConfigurationObject } from "../../../components/core/revision/revision";
import { demandStored } from "../../../components/revisions/demand-stored";
import { storeRevision } from "../../../components/revisions/revision-store";
import { imageOf } from "../../support/environment";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { revisionOf } from "../../support/fake-cluster/templates";

const place = { app: "shop", namespace: "prod" };
const image = imageOf("a");
const configuration: readonly ConfigurationObject[] = [
  { kind: "ConfigMap", name: "site", data: { a: "b" } },
  { kind: "Secret", name: "keys", data: { password: "hunter2" } },
];
const known = knownCheckout(hashConfiguration({ ...revisionOf(image), configuration }, "k"));
const [site, keys] = known.revision.configuration.map(storedName) as [string, string];

let fake: FakeCluster;
let cluster: Cluster;

beforeEach(async () => {
  fake = await startFakeCluster("prod");
  process.env["KUBECONFIG"] = fake.kubeconfig;
  cluster = await open({ context: "fake" });
  await storeRevision(cluster, place, known, configuration);
});

afterEach(async () => {
  cluster.close();
  delete process.env["KUBECONFIG"];
  await fake.stop();
});

const demand = async (revision?: string) =>
  await demandStored(cluster, place, { image, ...(revision === undefined ? {} : { revision }) });

test("demandStored() takes a revision with its configuration, and an image whose revision nobody recorded", async () => {
  await demand(known.name);
  await demand();
});

test("demandStored() refuses a revision that is gone, and names those that are there", async () => {
  await expect(demand("0123456789")).rejects.toThrow(
    `Cannot roll back "shop": revision 0123456789 of ${image} must be stored in namespace prod: got ${known.name}; nothing was changed`,
  );
});

test("demandStored() refuses a revision whose configuration is gone, by the names that pods would wait for", async () => {
  fake.delete(`/api/v1/namespaces/prod/configmaps/${site}`);
  fake.delete(`/api/v1/namespaces/prod/secrets/${keys}`);
  await expect(demand(known.name)).rejects.toThrow(
    `configuration of revision ${known.name} must be stored in namespace prod: got no ConfigMap ${site}, no Secret ${keys}; nothing was changed`,
  );
});

test("demandStored() does not take what may not be read for gone", async () => {
  const find = async (path: string): Promise<never> =>
    await Promise.reject(new ApiError(403, "Forbidden", path));
  const blind = Object.create(cluster, { find: { value: find } }) as Cluster;
  await demandStored(blind, place, { image, revision: known.name });
  const away = async (): Promise<never> => await Promise.reject(new Error("away"));
  const gone = Object.create(cluster, { find: { value: away } }) as Cluster;
  await expect(demandStored(gone, place, { image, revision: known.name })).rejects.toThrow("away");
});
