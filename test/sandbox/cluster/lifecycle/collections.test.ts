import { toCollection } from "../../../../sandbox/cluster/lifecycle/collections";
import { planDatabase } from "../../../../sandbox/cluster/config/manifests/database";
import { planEdgeCertificate } from "../../../../sandbox/cluster/config/manifests/edge-certificate";
import { planGateway } from "../../../../sandbox/cluster/config/manifests/gateway";
import { planMonitoring } from "../../../../sandbox/cluster/config/manifests/monitoring";
import { planNamespaces } from "../../../../sandbox/cluster/config/manifests/namespaces";

test("every object of the sandbox has its collection", () => {
  const certificate = { certificate: "PEM", key: "PEM" };
  const objects = [
    ...planNamespaces(),
    ...planEdgeCertificate(certificate),
    ...planGateway(),
    ...planMonitoring(),
    ...planDatabase(),
  ];
  expect(objects.map(toCollection)).toEqual([
    "/api/v1/namespaces",
    "/api/v1/namespaces",
    "/api/v1/namespaces",
    "/api/v1/namespaces/gateway/secrets",
    "/apis/traefik.io/v1alpha1/namespaces/gateway/tlsstores",
    "/apis/gateway.networking.k8s.io/v1/gatewayclasses",
    "/apis/gateway.networking.k8s.io/v1/namespaces/gateway/gateways",
    "/apis/networking.k8s.io/v1/ingressclasses",
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
