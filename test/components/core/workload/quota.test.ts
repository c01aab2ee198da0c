import type { JsonObject } from "../../../../components/core/revision/revision";
import { refuseQuotas } from "../../../../components/core/workload/quota";

const peak = { stable: 4, canary: 4, surge: 4, total: 12 };
const template: JsonObject = {
  spec: {
    containers: [
      { name: "a", resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } } },
      { name: "b", resources: { limits: { cpu: "50m" } } },
      { name: "c" },
    ],
  },
};

const quota = (hard: Record<string, string>, used: Record<string, string> = {}, spec: JsonObject = {}) => ({
  metadata: { name: "compute" },
  spec,
  status: { hard, used },
});

const refuse = (...quotas: readonly JsonObject[]): readonly string[] =>
  refuseQuotas({ app: "shop", quotas, peak, live: 4, template }).map(({ text }) => text);

test.each([
  ["pods", quota({ pods: "8" }, { pods: "4" }), "must have 5 of pods left: got 4"],
  ["pods by another name", quota({ "count/pods": "4" }), "must have 5 of count/pods left: got 4"],
  [
    "CPU",
    quota({ "requests.cpu": "1" }, { "requests.cpu": "300m" }),
    "must have 750m of requests.cpu left: got 700m",
  ],
  ["memory", quota({ memory: "256Mi" }, {}), "must have 320Mi of memory left: got 256Mi"],
  [
    "limits",
    quota({ "limits.memory": "1Gi", "limits.cpu": "0.2" }),
    "must have 250m of limits.cpu left: got 200m",
  ],
])("refuseQuotas() refuses too few %s for both tracks", (_, one, says) => {
  const found = refuse(one);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`Cannot release "shop": ResourceQuota compute ${says}; 5 pods come besides 4`);
});

test("refuseQuotas() takes what is enough, what it cannot judge, and no quota", () => {
  expect(refuse()).toEqual([]);
  expect(refuse(quota({ pods: "9", "requests.cpu": "750m" }, { pods: "4" }))).toEqual([]);
  expect(refuse(quota({ "requests.storage": "0", pods: "many" }))).toEqual([]);
  expect(refuse(quota({ pods: "1" }, {}, { scopes: ["BestEffort"] }))).toEqual([]);
  const selector = { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass" }] } };
  expect(refuse(quota({ pods: "1" }, {}, selector))).toEqual([]);
  const many = { app: "shop", quotas: [quota({ pods: "1" })], peak, live: 20, template };
  expect(refuseQuotas(many)).toEqual([]);
});
