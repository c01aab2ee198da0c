import { describeRight, neededRights } from "../../../../components/core/access/rights";

const fixed = { stable: { replicas: 3 } };
const scaled = { stable: { minReplicas: 2, maxReplicas: 6 } };

test("neededRights() demands no write for a preview", () => {
  expect(neededRights(fixed, false).map(({ verb }) => verb)).not.toContain("patch");
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
