import { refuseOldKubernetes } from "../../../../components/core/access/oldest-kubernetes";

test.each(["1.30.0", "1.36.0", "2.0.0", "1..0", ""])("Kubernetes %p is taken", (version) => {
  expect(refuseOldKubernetes(version)).toBeUndefined();
});

test.each([
  ["1.29.0", "1.29"],
  ["1.9.0", "1.9"],
])("Kubernetes %s is refused, with the version that is needed", (version, got) => {
  expect(refuseOldKubernetes(version)).toEqual({
    path: "sluice:cluster",
    text: `sluice:cluster must be a cluster of Kubernetes 1.30 or newer: got ${got}`,
    fix: "upgrade it, or name another cluster; nothing was touched",
  });
});
