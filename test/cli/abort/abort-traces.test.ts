import { abort } from "../../../cli/abort/abort";
import type { Cluster } from "../../../components/cluster/api";
import { readKeptTraces } from "../../../components/ledger/attempt-records";
import { ledgerOf } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

jest.mock("../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));

test("abort() keeps what the canary's pods printed before they go, without the values of their environment", async () => {
  const fake = fakeEnvironment({
    ledger: JSON.stringify(ledgerOf({ app: "scholarlink", weight: 5, epoch: "4-abc" })),
    weight: 5,
    canaryReplicas: 1,
  });
  const { cluster, settings } = fake.context;
  const env = [{ name: "DSN", value: "marker-7d1f0c" }];
  const items = [
    { metadata: { name: "scholarlink-canary-1" }, spec: { containers: [{ name: "app", env }] } },
  ];
  let scaled = false;
  const own: Cluster = {
    ...cluster,
    find: (async (path: string) =>
      path.includes("/pods?") ? { items: scaled ? [] : items } : await cluster.find(path)) as Cluster["find"],
    call: (async (method: string, path: string, options?: { body?: { spec?: { replicas?: number } } }) => {
      scaled ||= path.includes("scholarlink-canary") && options?.body?.spec?.replicas === 0;
      return await cluster.call(method as "GET", path, options as object);
    }) as Cluster["call"],
    raw: async () => ({ status: 200, body: "connects to marker-7d1f0c\npanic: no answer\n" }),
  };
  await abort({ ...fake.context, cluster: own }, "checkout is slow");
  expect(scaled).toBe(true);
  const kept = await readKeptTraces(own, settings, fake.ledger().attempt?.number ?? 0);
  expect(kept?.logs).toEqual([
    { pod: "scholarlink-canary-1", container: "app", lines: ["connects to …", "panic: no answer"] },
  ]);
});
