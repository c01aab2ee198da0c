import { describeRight } from "../../../../components/core/access/right";
import { turningRights, neededRights } from "../../../../components/core/access/rights";
import type { MetricRule } from "../../../../components/core/evidence/metric-rule";
import type { Settings } from "../../../../components/core/settings";

const traffic = { router: "gateway" } as Settings["traffic"];
const fixed = { namespace: "prod", traffic, stable: { replicas: 3 } };
const scaled = { ...fixed, stable: { minReplicas: 2, maxReplicas: 6 } };

test("neededRights() demands no write for a preview", () => {
  expect(neededRights(fixed, false).map(({ verb }) => verb)).not.toContain("patch");
});

test("neededRights() demands to see every kind by which requests may reach the canary", () => {
  expect(neededRights(fixed, false).map(describeRight)).toEqual(
    expect.arrayContaining([
      "list httproutes (gateway.networking.k8s.io)",
      "list grpcroutes (gateway.networking.k8s.io)",
      "list ingresses (networking.k8s.io)",
    ]),
  );
});

test("neededRights() demands to patch route, tracks and ledger for a run", () => {
  const needed = neededRights(fixed, true).map(describeRight);
  expect(needed).toEqual(
    expect.arrayContaining([
      "update configmaps",
      "patch deployments/scale (apps)",
      "patch httproutes (gateway.networking.k8s.io)",
    ]),
  );
  expect(needed).not.toContain("patch horizontalpodautoscalers (autoscaling)");
});

test("neededRights() demands to patch the autoscaler where stable has one", () => {
  expect(neededRights(scaled, true).map(describeRight)).toContain(
    "patch horizontalpodautoscalers (autoscaling)",
  );
});

test.each([
  [["ScaledObject web"], ["get", "list", "patch"], []],
  [["web"], [], ["patch"]],
  [[], [], []],
])(
  "neededRights() demands to turn what scales a service that is taken over, and nothing else: %j",
  (scalers, ofKeda, ofKubernetes) => {
    const takeover = { deployment: "web", services: ["web"], budgets: [], scalers, pods: 2 };
    const verbs = (writes: boolean, resource: string) =>
      neededRights({ ...fixed, takeover }, writes)
        .filter((one) => one.resource === resource)
        .map(({ verb }) => verb);
    expect(verbs(true, "scaledobjects")).toEqual(ofKeda);
    expect(verbs(false, "scaledobjects")).toEqual(ofKeda.slice(0, 2));
    expect(verbs(true, "horizontalpodautoscalers")).toEqual(["get", ...ofKubernetes]);
    expect(verbs(false, "horizontalpodautoscalers")).toEqual(["get"]);
  },
);

test("neededRights() demands to patch the autoscaler once, of stable's own and of one that is turned", () => {
  const takeover = { deployment: "web", services: ["web"], budgets: [], scalers: ["web"], pods: 2 };
  const needed = neededRights({ ...scaled, takeover }, true).map(describeRight);
  expect(needed.filter((one) => one === "patch horizontalpodautoscalers (autoscaling)")).toHaveLength(1);
});

test("neededRights() demands to start the watchdog's Job where one is configured", () => {
  const watchdog = { image: "i@sha256:1", limitSeconds: 60, atLimit: "back" } as const;
  expect(neededRights({ ...fixed, watchdog }, true).map(describeRight)).toEqual(
    expect.arrayContaining(["get jobs (batch)", "create jobs (batch)", "delete jobs (batch)"]),
  );
  expect(neededRights(fixed, true).map(describeRight)).not.toContain("create jobs (batch)");
});

test("neededRights() demands to start Jobs where a check before traffic is one", () => {
  const question = { kind: "job", image: "i", env: {}, deadlineSeconds: 60 } as const;
  const check = { name: "smoke", timeoutMs: 1000, question } as const;
  const demands = (uses: readonly ("gate" | "promoted")[]) =>
    neededRights({ ...fixed, checks: [{ ...check, uses }] }, true).map(describeRight);
  expect(demands(["gate"])).toContain("create jobs (batch)");
  expect(demands(["promoted"])).not.toContain("create jobs (batch)");
  const watchdog = { image: "i@sha256:1", limitSeconds: 60, atLimit: "back" } as const;
  const both = neededRights({ ...fixed, watchdog, checks: [{ ...check, uses: ["gate"] }] }, true);
  expect(both.map(describeRight).filter((one) => one === "create jobs (batch)")).toHaveLength(1);
});

test("neededRights() demands the logs of pods where a metric is judged by them, and only to write", () => {
  const log = { kind: "log", name: "l", toleratedRatio: 2, lines: "x", except: "y" } as const;
  const demands = (metrics: readonly MetricRule[], writes = true) =>
    neededRights({ ...fixed, analysis: { metrics } }, writes).map(describeRight);
  expect(demands([log])).toContain("get pods/log");
  expect(demands([log], false)).not.toContain("get pods/log");
  const loki = { address: "http://l", selector: "{}" };
  expect(demands([{ ...log, loki }])).not.toContain("get pods/log");
});

test("turningRights() asks for nothing where nothing scales", () => {
  expect(turningRights([], "prod", true)).toEqual([]);
  expect(turningRights(["web"], "prod", true).map(describeRight)).toEqual([
    "patch horizontalpodautoscalers (autoscaling)",
  ]);
});
