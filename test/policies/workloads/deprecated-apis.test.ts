import { deprecatedApis } from "../../../policies/workloads/deprecated-apis";
import { messagesOf } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";

describe("deprecated-apis", () => {
  const at = (apiVersion: string, kind: string): GivenResource => ({
    type: `kubernetes:${apiVersion}:${kind}`,
    props: { apiVersion, kind, metadata: { name: "shop" } },
  });

  test.each([
    ["extensions/v1beta1", "Ingress", "networking.k8s.io/v1"],
    ["extensions/v1beta1", "Deployment", "apps/v1"],
    ["policy/v1beta1", "PodDisruptionBudget", "policy/v1"],
    ["batch/v1beta1", "CronJob", "batch/v1"],
    ["flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "flowcontrol.apiserver.k8s.io/v1"],
  ])("refuse %s %s and name what to use", async (apiVersion, kind, instead) => {
    const [message] = await messagesOf(deprecatedApis, at(apiVersion, kind));
    expect(message).toContain(`got ${apiVersion}, removed in `);
    expect(message).toMatch(new RegExp(`\n {2}→ use ${instead.replaceAll(".", String.raw`\.`)}$`));
  });

  test.each([
    ["resource.k8s.io/v1alpha2", "ResourceClaim", "resource.k8s.io/v1"],
    ["resource.k8s.io/v1alpha3", "ResourceClaim", "resource.k8s.io/v1"],
    ["networking.k8s.io/v1alpha1", "IPAddress", "networking.k8s.io/v1"],
    ["batch/v2alpha1", "CronJob", "batch/v1"],
    ["scheduling.k8s.io/v1alpha1", "PriorityClass", "scheduling.k8s.io/v1"],
    ["discovery.k8s.io/v1alpha1", "EndpointSlice", "discovery.k8s.io/v1"],
    ["rbac.authorization.k8s.io/v1alpha1", "Role", "rbac.authorization.k8s.io/v1"],
    ["authentication.k8s.io/v1beta1", "TokenReview", "authentication.k8s.io/v1"],
    ["storage.k8s.io/v1alpha1", "VolumeAttributesClass", "storage.k8s.io/v1"],
    ["node.k8s.io/v1alpha1", "RuntimeClass", "node.k8s.io/v1"],
    ["admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", "admissionregistration.k8s.io/v1"],
    ["extensions/v1beta1", "PodSecurityPolicy", "Pod Security admission, by labels of the namespace"],
    ["policy/v1beta1", "PodSecurityPolicy", "Pod Security admission, by labels of the namespace"],
    ["settings.k8s.io/v1alpha1", "PodPreset", "a MutatingAdmissionPolicy"],
    ["apps/v3", "Deployment", "apps/v1"],
  ])("refuse %s %s, which 1.36 does not serve", async (apiVersion, kind, instead) => {
    const [message] = await messagesOf(deprecatedApis, at(apiVersion, kind));
    expect(message).toContain(`must be one that Kubernetes 1.36 serves for ${kind}: got ${apiVersion}`);
    expect(message).toContain(`\n  → use ${instead}`);
  });

  test.each([
    ["resource.k8s.io/v1beta2", "ResourceClaim"],
    ["networking.k8s.io/v1beta1", "IPAddress"],
    ["autoscaling/v1", "HorizontalPodAutoscaler"],
    ["v1", "ConfigMap"],
    ["storage.k8s.io/v1beta1", "VolumeAttributesClass"],
    ["snapshot.storage.k8s.io/v1", "VolumeSnapshot"],
    ["apps.kruise.io/v1alpha1", "CloneSet"],
    ["apps/v1", "Deployment"],
    ["gateway.networking.k8s.io/v1beta1", "HTTPRoute"],
  ])("take %s %s", async (apiVersion, kind) => {
    await expect(messagesOf(deprecatedApis, at(apiVersion, kind))).resolves.toEqual([]);
  });
});
