import type { KubernetesObject } from "../network/api-client";

/** Plural of each kind the sandbox itself creates. */
const PLURALS: Readonly<Record<string, string>> = {
  ConfigMap: "configmaps",
  CustomResourceDefinition: "customresourcedefinitions",
  EndpointSlice: "endpointslices",
  Gateway: "gateways",
  HTTPRoute: "httproutes",
  IngressClass: "ingressclasses",
  GatewayClass: "gatewayclasses",
  Namespace: "namespaces",
  Pod: "pods",
  Secret: "secrets",
  Service: "services",
  TLSStore: "tlsstores",
  ValidatingAdmissionPolicy: "validatingadmissionpolicies",
  ValidatingAdmissionPolicyBinding: "validatingadmissionpolicybindings",
};

/**
 * The path of the collection an object belongs to, for example "/api/v1/namespaces/gateway/services".
 * @throws {RangeError} for a kind the sandbox does not create
 */
export function toCollection({ apiVersion, kind, metadata }: KubernetesObject): string {
  const plural = PLURALS[kind];
  if (plural === undefined) {
    throw new RangeError(`Cannot apply ${kind} "${metadata.name}": kind must be one the sandbox knows`);
  }
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return metadata.namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${metadata.namespace}/${plural}`;
}
