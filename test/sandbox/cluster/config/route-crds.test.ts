import { readFileSync } from "node:fs";
import path from "node:path";
import { DEFINITIONS, toServedPaths } from "../../../../sandbox/cluster/config/route-crds";

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "httproutes.gateway.networking.k8s.io" },
  spec: {
    group: "gateway.networking.k8s.io",
    names: { plural: "httproutes" },
    versions: [
      { name: "v1", served: true },
      { name: "v1beta1", served: true },
      { name: "v1alpha2", served: false },
    ],
  },
};

test("asks for every version of a type that will be served", () => {
  expect(toServedPaths(definition)).toEqual([
    "/apis/gateway.networking.k8s.io/v1/httproutes?limit=1",
    "/apis/gateway.networking.k8s.io/v1beta1/httproutes?limit=1",
  ]);
});

test("asks for nothing where the object defines no type", () => {
  expect(toServedPaths({ ...definition, kind: "ValidatingAdmissionPolicy" })).toEqual([]);
});

test("Traefik's types are those of the Traefik that runs", () => {
  const sums = readFileSync(path.join(__dirname, "../../../../sandbox/tools/traefik/go.sum"), "utf8");
  const traefik = DEFINITIONS.find(({ name }) => name === "traefik");
  expect(sums).toContain(`${traefik?.module} ${traefik?.version} ${traefik?.checksum}\n`);
});

test("of Istio's types only those of routes and of what hangs on them are wanted", () => {
  const istio = DEFINITIONS.find(({ name }) => name === "istio");
  expect(istio?.only).toEqual([
    "virtualservices.networking.istio.io",
    "destinationrules.networking.istio.io",
    "gateways.networking.istio.io",
  ]);
});
