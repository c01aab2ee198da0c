import { connect } from "../../../components/cluster/connect";
import { isConflict, isUnreachable } from "../../../components/cluster/api-error";
import type { Cluster } from "../../../components/cluster/api";
import { describeClusterContract } from "./contract";
import { describeApplyContract } from "./contract-apply";
import { describeRaces } from "./race";
import { startFakeCluster } from "./server";
import type { FakeCluster, FakeFault } from "./server";

const before = process.env["KUBECONFIG"];
let fake: FakeCluster;
let cluster: Cluster;

beforeAll(async () => {
  fake = await startFakeCluster("contract");
  process.env["KUBECONFIG"] = fake.kubeconfig;
  cluster = await connect({ context: "fake", uid: fake.uid });
});

afterAll(async () => {
  cluster.close();
  await fake.stop();
  if (before === undefined) delete process.env["KUBECONFIG"];
  else process.env["KUBECONFIG"] = before;
});

describeClusterContract("the fake cluster is an API server where it matters", () => ({
  cluster,
  namespace: "contract",
}));

describeApplyContract("tried writes on the fake cluster", () => ({ cluster, namespace: "contract" }));

describeRaces("a race on the fake cluster", () => ({ cluster, namespace: "contract" }));

describe("a fault that was asked for", () => {
  const path = "/api/v1/namespaces/contract/configmaps/faulty";
  const patch = async (a: string) =>
    await cluster.call("PATCH", path, {
      body: { data: { a } },
      contentType: "application/merge-patch+json",
      timeoutMs: 2000,
    });
  const isWrite = ({ method }: { method: string }): boolean => method === "PATCH";

  beforeEach(() => void fake.put(path, { data: { a: "1" } }));

  test.each<[string, FakeFault, string, (error: unknown) => boolean]>([
    ["overload", { status: 429 }, "1", isUnreachable],
    ["an API server that starts", { status: 503 }, "1", isUnreachable],
    ["a conflict", { status: 409 }, "1", isConflict],
    ["a refusal", { status: 422 }, "1", (error) => !isConflict(error) && !isUnreachable(error)],
    ["no connection", "unreachable", "1", isUnreachable],
    ["a write whose answer is lost", "answerLost", "2", isUnreachable],
  ])("%s", async (_name, fault, left, fits) => {
    fake.fault(isWrite, fault);
    const error: unknown = await patch("2").catch((one: unknown) => one);
    expect(fits(error)).toBe(true);
    expect(fake.get<{ data: object }>(path)?.data).toEqual({ a: left });
    await patch("3");
    expect(fake.get<{ data: object }>(path)?.data).toEqual({ a: "3" });
  });

  test("another owner's write just before", async () => {
    fake.fault(isWrite, { before: () => void fake.put(path, { data: { a: "9", b: "9" } }) });
    await patch("2");
    expect(fake.get<{ data: object }>(path)?.data).toEqual({ a: "2", b: "9" });
  });
});
