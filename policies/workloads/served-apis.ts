/**
 * Versions and kinds of its own groups that Kubernetes 1.36 serves: the kinds of a version that has lost or not yet
 * gained some, else true. Groups that are not listed belong to others.
 * @see https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/registry
 */
const served: Readonly<Record<string, Readonly<Record<string, readonly string[] | true>>>> = {
  "": { v1: true },
  "admissionregistration.k8s.io": {
    v1: true,
    v1beta1: ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
    v1alpha1: ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
  },
  "apiextensions.k8s.io": { v1: true },
  "apiregistration.k8s.io": { v1: true },
  apps: { v1: true },
  "auditregistration.k8s.io": {},
  "authentication.k8s.io": { v1: true },
  "authorization.k8s.io": { v1: true },
  autoscaling: { v2: true, v1: true },
  batch: { v1: true },
  "certificates.k8s.io": {
    v1: true,
    v1beta1: ["ClusterTrustBundle", "PodCertificateRequest"],
    v1alpha1: ["ClusterTrustBundle"],
  },
  "coordination.k8s.io": { v1: true, v1beta1: ["LeaseCandidate"], v1alpha2: ["LeaseCandidate"] },
  "discovery.k8s.io": { v1: true },
  "events.k8s.io": { v1: true },
  extensions: {},
  "flowcontrol.apiserver.k8s.io": { v1: true },
  "internal.apiserver.k8s.io": { v1alpha1: true },
  "networking.k8s.io": { v1: true, v1beta1: ["IPAddress", "ServiceCIDR"] },
  "node.k8s.io": { v1: true },
  policy: { v1: true },
  "rbac.authorization.k8s.io": { v1: true },
  "resource.k8s.io": {
    v1: true,
    v1beta2: ["DeviceClass", "DeviceTaintRule", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"],
    v1beta1: ["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"],
    v1alpha3: ["DeviceTaintRule", "ResourcePoolStatusRequest"],
  },
  "scheduling.k8s.io": { v1: true, v1alpha2: ["PodGroup", "Workload"] },
  "settings.k8s.io": {},
  "storage.k8s.io": { v1: true, v1beta1: ["VolumeAttributesClass"] },
  "storagemigration.k8s.io": { v1beta1: true },
};

/** Whether a group is one of Kubernetes itself. */
export const isOwnGroup = (group: string): boolean => Object.hasOwn(served, group);

/** Kinds that no version has any more, each with its replacement. */
const gone: Readonly<Record<string, string>> = {
  PodSecurityPolicy: "Pod Security admission, by labels of the namespace",
  PodPreset: "a MutatingAdmissionPolicy",
  AuditSink: "the audit policy of the API server",
};

/** Kinds that went to another group. */
const moved: Readonly<Record<string, string>> = {
  Ingress: "networking.k8s.io/v1",
  NetworkPolicy: "networking.k8s.io/v1",
  Deployment: "apps/v1",
  DaemonSet: "apps/v1",
  ReplicaSet: "apps/v1",
};

/**
 * Replacement for a version that Kubernetes 1.36 does not serve for a kind.
 * @returns undefined where it is served, or where the group belongs to others
 */
export function findUnserved(apiVersion: string, kind: string): string | undefined {
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  const versions = served[group];
  if (versions === undefined) return undefined;
  const kinds = versions[version];
  if (kinds === true || kinds?.includes(kind) === true) return undefined;
  const own = Object.entries(versions).find(([, each]) => each === true || each.includes(kind))?.[0];
  return (
    gone[kind] ??
    (group === "extensions" ? moved[kind] : own && `${group}/${own}`) ??
    "nothing, or leave it out"
  );
}
