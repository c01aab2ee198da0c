import { explainExpired, refuseOldCluster } from "../../../../components/core/edge/judge-waf";

test.each(["1.29.0", "1.36.0", "2.0.0"])("Kubernetes %s has native sidecars", (version) => {
  expect(refuseOldCluster(version)).toBeUndefined();
});

test.each([
  ["1.28.0", "Kubernetes 1.28"],
  ["", "Kubernetes 0.0"],
])("Kubernetes %p is refused by name", (version, got) => {
  expect(refuseOldCluster(version)?.text).toBe(
    `sluice:edge.waf must be left out before Kubernetes 1.29, which has no native sidecars: got ${got}`,
  );
});

test("an exclusion is told of from the day after its last one on", () => {
  const one = { rule: 942100, owner: "shop", expires: "2027-01-31" };
  const exclusions = [one, { ...one, path: "/a", expires: "2027-02-01" }];
  expect(explainExpired({ exclusions }, "2027-01-31")).toEqual([]);
  expect(explainExpired({ exclusions }, "2027-02-02")).toEqual([
    "the exclusion of rule 942100 on every path (shop) expired on 2027-01-31 and is still in force",
    "the exclusion of rule 942100 on /a (shop) expired on 2027-02-01 and is still in force",
  ]);
});
