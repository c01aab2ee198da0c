import { describeOwner } from "../../../../components/core/access/owner";
import type { ObjectMeta } from "../../../../components/core/object-meta";

const plain = { name: "shop", namespace: "shop", uid: "u", resourceVersion: "1" };
const applied = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
const managedFields = [{ manager: "deployer", time: "t", fieldsV1: { "f:spec": {} } }];

const by = (manager: string) => [{ manager }];

describe("describeOwner()", () => {
  test.each<[string, Partial<ObjectMeta>, string]>([
    ["nothing", {}, ""],
    [
      "the controller among owners",
      {
        ownerReferences: [
          { kind: "App", name: "a" },
          { kind: "Rollout", name: "shop", controller: true },
        ],
      },
      "Rollout shop",
    ],
    ["any owner", { ownerReferences: [{ kind: "App", name: "a" }] }, "App a"],
    [
      "Argo CD",
      { annotations: { "argocd.argoproj.io/tracking-id": "shop:x" } },
      "Argo CD application shop:x",
    ],
    ["Argo CD by label", { labels: { "argocd.argoproj.io/instance": "shop" } }, "Argo CD application shop"],
    ["Flux", { labels: { "kustomize.toolkit.fluxcd.io/name": "apps" } }, "Flux Kustomization apps"],
    [
      "Helm, driven by Flux",
      {
        labels: { "helm.toolkit.fluxcd.io/name": "shop" },
        annotations: { "meta.helm.sh/release-name": "x" },
      },
      "Flux HelmRelease shop",
    ],
    ["Helm", { annotations: { "meta.helm.sh/release-name": "shop" } }, "Helm release shop"],
    ["a label that names the tool", { labels: { "app.kubernetes.io/managed-by": "flagger" } }, "flagger"],
    ["Pulumi", { labels: { "app.kubernetes.io/managed-by": "pulumi" } }, "another Pulumi stack"],
    ["kubectl", { annotations: applied, managedFields }, "kubectl apply"],
    [
      "Argo CD that tracks by label",
      { labels: { "app.kubernetes.io/instance": "shop" }, managedFields: by("argocd-controller") },
      "Argo CD application shop",
    ],
    ["a label of the chart alone", { labels: { "app.kubernetes.io/instance": "shop" } }, ""],
    ["Argo CD that left no mark", { managedFields: by("argocd-controller") }, "Argo CD, which writes it"],
    ["Flux that left no mark", { managedFields: by("kustomize-controller") }, "Flux, which writes it"],
    [
      "a HelmRelease that left no mark",
      { managedFields: by("helm-controller") },
      "a Flux HelmRelease, which writes it",
    ],
    ["Helm that left no mark", { managedFields: by("Helm") }, "Helm, which writes it"],
    [
      "Pulumi that left no mark",
      { managedFields: by("pulumi-kubernetes-1a2b3c4d") },
      "another Pulumi stack, which writes it",
    ],
    ["a manager without a name", { managedFields: [{}] }, ""],
    ["the last writer", { managedFields }, "deployer"],
  ])("%s", (_, metadata, owner) => {
    expect(describeOwner({ ...plain, ...metadata })).toBe(owner === "" ? "" : ` (owned by ${owner})`);
  });
});
