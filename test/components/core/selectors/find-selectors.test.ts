import { findSelectors } from "../../../../components/core/selectors/find-selectors";
import type { Selected, Selecting } from "../../../../components/core/selectors/find-selectors";
import { judgeSelectors } from "../../../../components/core/selectors/judge-selectors";

const canary = { "app.kubernetes.io/name": "shop", "sluice.dev/track": "canary" };
const stable = { ...canary, "sluice.dev/track": "stable" };
const selected: Selected = {
  app: "shop",
  labels: [canary],
  pods: [{ name: "shop-canary-1", addresses: ["10.0.0.7"] }, { name: "shop-canary-2" }],
  shared: [],
};

const meta = (name: string, more: object = {}) => ({
  name,
  namespace: "prod",
  uid: "u",
  resourceVersion: "1",
  ...more,
});
const service = (name: string, selector: object | null | undefined, more: object = {}) => ({
  metadata: meta(name, more),
  spec: { selector: selector as Record<string, string> },
});
const budget = (name: string, selector: object | null | undefined) => ({
  metadata: meta(name, { annotations: { "meta.helm.sh/release-name": "web" } }),
  spec: { selector } as { selector: object },
});
const slice = (name: string, of: string | undefined, endpoints: readonly object[] | null) => ({
  metadata: meta(name, of === undefined ? {} : { labels: { "kubernetes.io/service-name": of } }),
  endpoints,
});

const none: Selecting = { services: [], slices: [], budgets: [], pods: [] };
const find = (changes: Partial<Selecting>, more: Partial<Selected> = {}) =>
  findSelectors({ ...none, ...changes }, { ...selected, ...more });

const byApp = { "app.kubernetes.io/name": "shop" };

test("findSelectors() accepts Sluice's own objects, and those that select other pods", () => {
  const endpoint = { addresses: ["10.0.0.7"], targetRef: { kind: "Pod", name: "shop-canary-1" } };
  expect(
    find({
      services: [
        service("shop-canary", canary),
        service("shop-canary-probe", canary),
        service("shop-canary-mirror", canary),
        service("shop-stable", stable),
        service("other", { app: "other" }),
        service("manual", undefined),
        service("none", null),
        service("empty", {}),
        { metadata: meta("away"), spec: { type: "ExternalName", selector: byApp } },
      ],
      budgets: [
        budget("shop-canary", { matchLabels: canary }),
        budget("b", { matchLabels: stable }),
        budget("n", null),
      ],
      slices: [
        slice("shop-canary-abc", "shop-canary", [endpoint]),
        slice("x", "other", [{ addresses: ["10.0.0.8"] }, {}]),
        slice("y", undefined, null),
        slice("z", "manual", [{ targetRef: { kind: "Node", name: "shop-canary-1" } }]),
      ],
    }),
  ).toEqual({ exposing: [], shared: [], budgets: [], strangers: [], unseen: [] });
});

const alias = (externalName: string) => ({
  metadata: meta("legacy"),
  spec: { type: "ExternalName", externalName },
});

test.each(["shop-canary.prod.svc.cluster.local", "shop-canary.prod.svc.", "shop-canary-probe.prod"])(
  "findSelectors() names a Service that leads to %s",
  (host) => {
    expect(find({ services: [alias(host)] }).exposing).toEqual([`Service prod/legacy leads to ${host}`]);
    expect(find({ services: [alias(host)] }, { shared: ["legacy"] }).exposing).toEqual([]);
    expect(find({ slices: [slice("s", "legacy", [{ addresses: [host] }])] }).exposing).toEqual([
      "EndpointSlice prod/s names its pods",
    ]);
  },
);

test.each([
  "shop-canary.example.org",
  "shop-canary.dev.svc",
  "shop-stable.prod.svc",
  "shop-canary.prod.example",
])("findSelectors() accepts a Service that leads to %s", (host) => {
  expect(find({ services: [alias(host)] }).exposing).toEqual([]);
});

test("findSelectors() accepts a Service that leads nowhere", () => {
  expect(find({ services: [{ metadata: meta("a"), spec: { type: "ExternalName" } }] }).exposing).toEqual([]);
});

test("findSelectors() names a Service of others and whose it is, once: its slice is the same way", () => {
  const helm = { annotations: { "meta.helm.sh/release-name": "web" } };
  const found = find({
    services: [service("shop", byApp, helm)],
    slices: [slice("shop-abc", "shop", [{ addresses: ["10.0.0.7"] }])],
  });
  expect(found.exposing).toEqual([
    "Service prod/shop (owned by Helm release web) selects app.kubernetes.io/name=shop",
  ]);
});

test("findSelectors() goes by labels that only the pods have as well", () => {
  const services = [service("injected", { team: "web" })];
  expect(find({ services }).exposing).toEqual([]);
  expect(find({ services }, { labels: [canary, { ...canary, team: "web" }] }).exposing).toHaveLength(1);
});

test.each([
  ["by address", { addresses: ["10.0.0.7"] }],
  ["by name", { targetRef: { kind: "Pod", name: "shop-canary-2" } }],
])("findSelectors() finds pods that somebody wrote into a slice %s", (_name, endpoint) => {
  expect(find({ slices: [slice("manual-1", "manual", [endpoint])] }).exposing).toEqual([
    "EndpointSlice prod/manual-1 names its pods",
  ]);
});

test("findSelectors() tells what is shared apart", () => {
  const found = find(
    {
      services: [service("shop", byApp), service("rest", byApp)],
      slices: [
        slice("manual-1", "manual", [{ addresses: ["10.0.0.7"] }]),
        slice("lost", undefined, [{ addresses: ["10.0.0.7"] }]),
      ],
    },
    { shared: ["shop", "manual"] },
  );
  expect(found.shared.map((text) => text.split(" ")[1])).toEqual(["prod/shop", "prod/manual-1"]);
  expect(found.exposing.map((text) => text.split(" ")[1])).toEqual(["prod/rest", "prod/lost"]);
});

test("findSelectors() finds a second budget, also one that selects every pod", () => {
  const found = find({ budgets: [budget("one", { matchLabels: byApp }), budget("all", {})] });
  expect(found.budgets).toEqual([
    "PodDisruptionBudget prod/one (owned by Helm release web) selects app.kubernetes.io/name=shop",
    "PodDisruptionBudget prod/all (owned by Helm release web) selects every pod",
  ]);
});

test("findSelectors() says which kinds it may not list", () => {
  expect(
    findSelectors({ services: undefined, slices: undefined, budgets: undefined, pods: undefined }, selected)
      .unseen,
  ).toEqual(["services", "endpointslices", "poddisruptionbudgets", "pods"]);
});

const nothing = { exposing: [], shared: [], budgets: [], strangers: [], unseen: [] };

test("judgeSelectors() refuses a Service of others with a way out that takes nothing away", () => {
  const { problems, notes } = judgeSelectors("shop", { ...nothing, exposing: ["Service prod/shop"] }, true);
  expect(notes).toEqual([]);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.text).toContain("got Service prod/shop");
  expect(problems[0]?.fix).toContain("sluice:app.sharedServices");
  expect(problems[0]?.fix).not.toMatch(/delete|remove/);
});

test("judgeSelectors() tells of what is shared and refuses what could not be looked for", () => {
  const found = judgeSelectors(
    "shop",
    { ...nothing, shared: ["Service prod/shop"], unseen: ["services"] },
    false,
  );
  expect(found.notes).toEqual([
    expect.stringContaining("ungated by sluice:app.sharedServices: Service prod/shop"),
  ]);
  expect(found.problems.map(({ text }) => text)).toEqual([
    expect.stringContaining("no right to list services"),
  ]);
});

test.each([
  [false, 1, 0],
  [true, 0, 1],
])("judgeSelectors(): a second budget, urgent %s: %d problems, %d notes", (urgent, problems, notes) => {
  const found = judgeSelectors("shop", { ...nothing, budgets: ["PodDisruptionBudget prod/all"] }, urgent);
  expect(found.problems).toHaveLength(problems);
  expect(found.notes).toHaveLength(notes);
});

test("findSelectors() accepts the Service by which the router itself splits", () => {
  const changes = {
    services: [service("shop", byApp)],
    slices: [slice("shop-1", "shop", [{ targetRef: { kind: "Pod", name: "shop-canary-1" } }])],
  };
  expect(find(changes, { router: "shop" }).exposing).toEqual([]);
  expect(find(changes).exposing).toHaveLength(1);
});

const pod = (owner: string | undefined, more: object = {}, status = { phase: "Running" }) => ({
  metadata: meta("p", {
    labels: { ...stable, "pod-template-hash": "7d9" },
    ...(owner === undefined
      ? {}
      : { ownerReferences: [{ kind: "ReplicaSet", name: owner, controller: true }] }),
    ...more,
  }),
  status,
});

test.each([
  ["of stable", pod("shop-stable-7d9"), []],
  ["of the canary", pod("shop-canary-7d9"), []],
  ["without an owner", pod(undefined), []],
  ["of a copy of a track's Deployment", pod("shop-stable-debug-7d9"), ["shop-stable-debug-7d9"]],
  ["of another hash", pod("shop-stable-5c1"), ["shop-stable-5c1"]],
  ["of a copy, without a hash", pod("shop-stable-copy", { labels: stable }), ["shop-stable-copy"]],
  ["of a copy that has ended", pod("other-7d9", {}, { phase: "Succeeded" }), []],
  ["of a copy that is being deleted", pod("other-7d9", { deletionTimestamp: "2026-12-01T00:00:00Z" }), []],
])("findSelectors(): a pod %s among a track's", (_name, one, owners) => {
  const { strangers } = find({ pods: [one] });
  expect(strangers).toEqual(owners.map((owner) => `Pod prod/p (owned by ReplicaSet ${owner})`));
});

test("judgeSelectors() refuses pods of others with a track's labels, and tells a way back of them", () => {
  const strangers = ["a", "b", "c", "d"].map((name) => `Pod prod/${name}`);
  const { problems } = judgeSelectors("shop", { ...nothing, strangers }, false);
  expect(problems.map(({ text }) => text)).toEqual([
    "only pods of shop-stable and shop-canary may have the labels of a track, its Service sends users' requests to them: got Pod prod/a, Pod prod/b, Pod prod/c and 1 more",
  ]);
  const urgent = judgeSelectors("shop", { ...nothing, strangers }, true);
  expect(urgent).toEqual({ problems: [], notes: [problems[0]?.text] });
});
