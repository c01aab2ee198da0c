import { connect } from "../../../components/cluster/connect";
import type { Cluster } from "../../../components/cluster/api";
import { demandPlace } from "../../../components/session/demand-place";
import { toRunEnd } from "../../../components/session/failure";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster } from "../../support/fake-cluster/server";

const before = process.env["KUBECONFIG"];
let fake: FakeCluster;
let cluster: Cluster;

beforeAll(async () => {
  fake = await startFakeCluster("stays", "ends");
  process.env["KUBECONFIG"] = fake.kubeconfig;
  cluster = await connect({ context: "fake", uid: fake.uid });
  fake.put("/api/v1/namespaces/ends", { metadata: { deletionTimestamp: "2026-11-30T12:00:00Z" } });
});

afterAll(async () => {
  cluster.close();
  await fake.stop();
  if (before === undefined) delete process.env["KUBECONFIG"];
  else process.env["KUBECONFIG"] = before;
});

/** A cluster that states another version. */
const ofVersion = (version: unknown): Cluster => ({
  ...cluster,
  call: (async (method: string, path: string) =>
    path === "/version"
      ? await Promise.resolve(version)
      : await cluster.call(method, path)) as Cluster["call"],
});

test("a cluster of today with a namespace that stays is taken, also where neither may be seen", async () => {
  await demandPlace(cluster, "stays");
  await demandPlace(cluster, "not-there");
  fake.fault(({ path }) => path === "/version" || path.startsWith("/api/v1/namespaces/"), { status: 403 }, 2);
  await demandPlace(cluster, "ends");
});

test("an older Kubernetes and a namespace that is being deleted are refused, both at once", async () => {
  const asked = demandPlace(ofVersion({ major: "1", minor: "29+" }), "ends");
  await expect(asked).rejects.toMatchObject({
    end: "usage",
    problems: [
      { text: "sluice:cluster must be a cluster of Kubernetes 1.30 or newer: got 1.29" },
      {
        text: "sluice:app.namespace must be one that stays: everything in it is being deleted: got ends, deleted at 2026-11-30T12:00:00Z",
        fix: "create it again once it is gone, or name another one, and deploy as for the first time",
      },
    ],
  });
});

test("what cannot be created in such a namespace is no lack of rights", async () => {
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
  const made: unknown = await cluster
    .call("POST", "/api/v1/namespaces/ends/configmaps", { body })
    .catch((error: unknown) => error);
  const end = toRunEnd(made, "act");
  expect(end).toMatchObject({ end: "usage" });
  expect(end.message).toContain(
    "Cannot act: sluice:app.namespace must be one that stays: everything in it is being deleted: got namespace ends is being terminated",
  );
  expect(end.message).not.toContain("rights");
});
