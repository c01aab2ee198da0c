import { toServedPaths } from "../../../../sandbox/cluster/config/gateway-crds";

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
