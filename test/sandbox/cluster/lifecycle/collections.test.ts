import { toCollection } from "../../../../sandbox/cluster/lifecycle/collections";
import { planDatabase } from "../../../../sandbox/cluster/config/manifests/database";
import { planMonitoring } from "../../../../sandbox/cluster/config/manifests/monitoring";
import { planNamespaces } from "../../../../sandbox/cluster/config/manifests/namespaces";
import { dataPlanes } from "../../../../sandbox/cluster/planes/planes";

test("every object of the sandbox has its collection", () => {
  const certificate = { certificate: "PEM", key: "PEM" };
  const objects = [
    ...planNamespaces(),
    ...dataPlanes.flatMap((plane) => plane.objects(certificate)),
    ...planMonitoring(),
    ...planDatabase(),
  ];
  expect([...new Set(objects.map(toCollection))]).toEqual([
    "/api/v1/namespaces",
    "/api/v1/namespaces/gateway/secrets",
    "/apis/gateway.networking.k8s.io/v1/gatewayclasses",
    "/apis/gateway.networking.k8s.io/v1/namespaces/gateway/gateways",
    "/apis/networking.k8s.io/v1/ingressclasses",
    "/apis/traefik.io/v1alpha1/namespaces/gateway/tlsstores",
    "/api/v1/namespaces/gateway/configmaps",
    "/api/v1/namespaces/gateway/pods",
    "/apis/gateway.networking.k8s.io/v1/namespaces/gateway/httproutes",
    "/apis/networking.istio.io/v1/namespaces/gateway/gateways",
    "/api/v1/namespaces/monitoring/services",
    "/api/v1/namespaces/monitoring/pods",
    "/api/v1/namespaces/database/services",
    "/apis/discovery.k8s.io/v1/namespaces/database/endpointslices",
  ]);
});

test("refuses a kind the sandbox does not create", () => {
  const object = { apiVersion: "v1", kind: "Elephant", metadata: { name: "e" } };
  expect(() => toCollection(object)).toThrow('Cannot apply Elephant "e"');
});
