/** Version of an API that Kubernetes no longer serves, and its successor. */
interface RemovedApi {
  readonly kinds: readonly string[];
  readonly apiVersion: string;
  /** The version of Kubernetes that no longer serves it. */
  readonly removedIn: string;
  readonly instead: string;
}

const api = (apiVersion: string, removedIn: string, instead: string, ...kinds: string[]): RemovedApi => ({
  apiVersion,
  removedIn,
  instead,
  kinds,
});

/**
 * Releases that removed well-known versions, for the message; no kinds means all of that version. The list of served
 * versions decides.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const removedApis: readonly RemovedApi[] = [
  api("extensions/v1beta1", "1.16", "apps/v1", "Deployment", "DaemonSet", "ReplicaSet"),
  api("extensions/v1beta1", "1.16", "networking.k8s.io/v1", "NetworkPolicy"),
  api("extensions/v1beta1", "1.22", "networking.k8s.io/v1", "Ingress"),
  api("apps/v1beta1", "1.16", "apps/v1"),
  api("apps/v1beta2", "1.16", "apps/v1"),
  api(
    "admissionregistration.k8s.io/v1beta1",
    "1.22",
    "admissionregistration.k8s.io/v1",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
  ),
  api("apiextensions.k8s.io/v1beta1", "1.22", "apiextensions.k8s.io/v1"),
  api("apiregistration.k8s.io/v1beta1", "1.22", "apiregistration.k8s.io/v1"),
  api("certificates.k8s.io/v1beta1", "1.22", "certificates.k8s.io/v1", "CertificateSigningRequest"),
  api("coordination.k8s.io/v1beta1", "1.22", "coordination.k8s.io/v1", "Lease"),
  api("networking.k8s.io/v1beta1", "1.22", "networking.k8s.io/v1", "Ingress", "IngressClass"),
  api("rbac.authorization.k8s.io/v1beta1", "1.22", "rbac.authorization.k8s.io/v1"),
  api("scheduling.k8s.io/v1beta1", "1.22", "scheduling.k8s.io/v1"),
  api(
    "storage.k8s.io/v1beta1",
    "1.22",
    "storage.k8s.io/v1",
    "CSIDriver",
    "CSINode",
    "StorageClass",
    "VolumeAttachment",
  ),
  api("storage.k8s.io/v1beta1", "1.27", "storage.k8s.io/v1", "CSIStorageCapacity"),
  api("batch/v1beta1", "1.25", "batch/v1", "CronJob"),
  api("discovery.k8s.io/v1beta1", "1.25", "discovery.k8s.io/v1"),
  api("events.k8s.io/v1beta1", "1.25", "events.k8s.io/v1"),
  api("autoscaling/v2beta1", "1.25", "autoscaling/v2"),
  api("autoscaling/v2beta2", "1.26", "autoscaling/v2"),
  api("policy/v1beta1", "1.25", "Pod Security admission, by labels of the namespace", "PodSecurityPolicy"),
  api("policy/v1beta1", "1.25", "policy/v1"),
  api("node.k8s.io/v1beta1", "1.25", "node.k8s.io/v1"),
  api("flowcontrol.apiserver.k8s.io/v1beta1", "1.26", "flowcontrol.apiserver.k8s.io/v1"),
  api("flowcontrol.apiserver.k8s.io/v1beta2", "1.29", "flowcontrol.apiserver.k8s.io/v1"),
  api("flowcontrol.apiserver.k8s.io/v1beta3", "1.32", "flowcontrol.apiserver.k8s.io/v1"),
];

/** Version that removed the API of an object, and the API that took its place, where they are known. */
export function findRemovedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return removedApis.find(
    (each) => each.apiVersion === apiVersion && (each.kinds.length === 0 || each.kinds.includes(kind)),
  );
}
