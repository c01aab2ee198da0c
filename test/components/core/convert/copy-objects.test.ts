import { copyObjects } from "../../../../components/core/convert/copy-objects";
import { unused } from "../../../../components/core/convert/fate";
import { read } from "./support/read";

const inputs = read(`
{ apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: made } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: prod } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: public } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: shop } }
---
{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: shop } }
---
{ apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: { name: other } }
---
{ apiVersion: v1, kind: Secret, metadata: { name: db }, data: {} }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: far, namespace: other } }
---
{ apiVersion: v1, kind: Service, metadata: { name: shop-stable } }
---
{ apiVersion: v1, kind: Service, metadata: { name: old } }
---
{ apiVersion: v1, kind: ServiceAccount, metadata: { name: known } }
---
apiVersion: v1
kind: Service
metadata:
  name: headless
  annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}", team: a }
  managedFields: []
spec: {}
status: {}
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: web }, data: {} }
`);

test("copyObjects() copies what belongs to the workload, and says why the rest stays out", () => {
  const { files, fates } = copyObjects(inputs, {
    app: "shop",
    namespace: "prod",
    change: (object) =>
      (object["metadata"] as { name: string }).name === "old"
        ? { ...object, metadata: { name: "shop" } }
        : object,
    replaced: new Map([["ServiceAccount known", unused("", "known")]]),
  });
  const first = inputs.map((input) => fates.get(input)?.[0]);
  expect(first.map((fate) => [fate?.verdict, fate?.now])).toEqual([
    ["unused", "made and kept by a controller"],
    ["unused", "belongs to the whole cluster and stays with whoever runs it"],
    ["unused", "stays with whoever runs the Gateways"],
    ["lost", "stays as it is: a way in that no weight governs"],
    ["lost", "stays as it is: a way in that no weight governs"],
    ["unused", "nothing of what is converted refers to it"],
    ["approximate", expect.stringContaining("no value of a Secret is written")],
    ["lost", "belongs to namespace other, which this environment does not write into"],
    ["lost", "not copied: Sluice's own object has this name"],
    ["approximate", "k8s/service-shop.yaml, called shop"],
    ["unused", "known"],
    ["exact", "k8s/service-headless.yaml, beside the workload"],
    ["exact", "k8s/configmap-web.yaml, beside the workload"],
  ]);
  expect(files.map(({ object }) => object)[1]).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "headless", annotations: { team: "a" } },
    spec: {},
  });
});
