import { findHolder, noteHeld, noteWriters, refuseHeld } from "../../../../components/core/access/let-go";
import type { Held } from "../../../../components/core/access/let-go";
import type { ObjectMeta } from "../../../../components/core/object-meta";

const held = (metadata: Partial<ObjectMeta>): Held => ({
  name: "httproute/shop",
  object: "HTTPRoute prod/shop",
  metadata: { name: "shop", namespace: "prod", uid: "u", resourceVersion: "1", ...metadata },
  part: "/spec/rules",
});
const refusalOf = (metadata: Partial<ObjectMeta>) => refuseHeld([held(metadata)], { context: "prod-eu" });

describe("refuseHeld()", () => {
  test.each<[string, Partial<ObjectMeta>, string, string]>([
    [
      "Helm",
      { annotations: { "meta.helm.sh/release-name": "shop" } },
      "Helm release shop",
      "helm.sh/resource-policy: keep in the chart, a release with it, then a release without the object, then `kubectl --context prod-eu -n prod annotate httproute/shop meta.helm.sh/release-name- ",
    ],
    [
      "Argo CD",
      { annotations: { "argocd.argoproj.io/tracking-id": "shop:x" } },
      "Argo CD application shop:x",
      "ignoreDifferences with jsonPointers: [/spec/rules, /metadata/annotations] and syncOptions: [RespectIgnoreDifferences=true]",
    ],
    [
      "Flux",
      { labels: { "kustomize.toolkit.fluxcd.io/name": "apps" } },
      "Flux Kustomization apps",
      "`kubectl --context prod-eu -n prod annotate httproute/shop kustomize.toolkit.fluxcd.io/reconcile=disabled`",
    ],
    [
      "Helm, driven by Flux",
      { labels: { "helm.toolkit.fluxcd.io/name": "shop" } },
      "Flux HelmRelease shop",
      "meta.helm.sh/release-namespace-` and `kubectl --context prod-eu -n prod label httproute/shop helm.toolkit.fluxcd.io/name- helm.toolkit.fluxcd.io/namespace-`;",
    ],
    [
      "Pulumi",
      { labels: { "app.kubernetes.io/managed-by": "pulumi" } },
      "another Pulumi stack",
      "retainOnDelete: true in its program and an up, then `pulumi state delete`",
    ],
    [
      "an operator",
      { ownerReferences: [{ kind: "Shop", name: "main", controller: true }] },
      "Shop main",
      "take it out of what Shop main makes",
    ],
    [
      "an apply loop with a tool's name",
      { managedFields: [{ manager: "argocd-controller" }] },
      "Argo CD, which writes it",
      "ignoreDifferences",
    ],
  ])("%s has to let go, by the step that is said", (_, metadata, owner, step) => {
    const [problem] = refusalOf(metadata);
    expect(problem?.text).toBe(
      `HTTPRoute prod/shop must be let go by its owner first: got ${owner}; nothing was touched`,
    );
    expect(problem?.fix).toContain(step);
    expect(problem?.fix).toMatch(/`sluice rollout` takes --foreign-owner-stopped REASON$/);
    expect(problem?.fix).not.toMatch(/kubectl[^`]* delete/);
  });

  test.each<[string, Partial<ObjectMeta>]>([
    ["nobody", {}],
    ["a person with kubectl", { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } }],
    ["a team by its own label", { labels: { "app.kubernetes.io/managed-by": "team-a" } }],
    [
      "Flux that was told to leave it",
      {
        labels: { "kustomize.toolkit.fluxcd.io/name": "apps" },
        annotations: { "kustomize.toolkit.fluxcd.io/reconcile": "disabled" },
        managedFields: [{ manager: "kustomize-controller" }],
      },
    ],
  ])("an object of %s may be taken", (_, metadata) => {
    expect(refusalOf(metadata)).toEqual([]);
    expect(findHolder(held(metadata).metadata)).toBeUndefined();
  });
});

test("noteHeld() says of what kubectl applied that the next apply would write it back", () => {
  const applied = held({ annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } });
  expect(noteHeld([applied, held({})])).toEqual([
    "HTTPRoute prod/shop was applied by kubectl: take it out of what is applied, which would write /spec/rules back",
  ]);
});

test("noteWriters() names whoever wrote an object a short while ago, by whatever name", () => {
  const by = (manager: string, time: string) =>
    held({ managedFields: [{ manager, time, fieldsV1: { "f:spec": {} } }] });
  const now = Date.parse("2026-01-01T00:01:00Z") / 1000;
  const all = [by("deployer", "2026-01-01T00:00:20Z"), by("anna", "2025-12-31T00:00:00Z"), held({})];
  expect(noteWriters(all, now)).toEqual([
    "HTTPRoute prod/shop was written by deployer 40 s ago: see that nothing keeps writing it",
  ]);
  expect(noteWriters([by("someone", "unknown")], now)).toEqual([]);
});
