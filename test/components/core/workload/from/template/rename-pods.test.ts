import type { JsonObject } from "../../../../../../components/core/revision/revision";
import { at } from "../../../../../../components/core/json";
import { deployment, object, refuse, service, take } from "../set";

const name = "app.kubernetes.io/name";
const part = "app.kubernetes.io/component";
const term = { [name]: "web" };
const pods = { app: "shop", ...term, [part]: "front" };

/** A workload of the same chart. */
const worker = (labels: JsonObject): JsonObject => ({
  ...deployment({}, { selector: { matchLabels: labels } }, labels),
  metadata: { name: "worker" },
});
const policy = (podSelector: JsonObject): JsonObject =>
  object("networking.k8s.io/v1", "NetworkPolicy", "shop", { spec: { podSelector } });
const rendered = (more: readonly JsonObject[], pod: JsonObject = {}) =>
  take([deployment(pod, {}, pods), ...more], { workload: "shop" });
/** A selector of another object of the set, as it is declared. */
const declared = (selector: JsonObject, ...more: readonly JsonObject[]) =>
  at(
    rendered([policy(selector), ...more]).others.find((one) => one["kind"] === "NetworkPolicy"),
    "spec",
    "podSelector",
  );

test("renderApp() gives the pods the app's name as label, and says what it was", () => {
  const { revision, notes } = rendered([]);
  expect(revision.template["metadata"]).toEqual({
    labels: { ...pods, [name]: "shop" },
    annotations: { "sluice.dev/container": "shop" },
  });
  expect(notes).toContain(`label ${name} of the pods is shop instead of web: the tracks are selected by it`);
});

test("selectors of the workload's own pods follow, in its template and in other objects, and are named", () => {
  const affinity = (labelSelector: JsonObject): JsonObject => ({
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector } },
      ],
    },
  });
  const { revision, notes, others, budget } = rendered(
    [
      policy({ matchLabels: term }),
      object("policy/v1", "PodDisruptionBudget", "shop", {
        spec: { maxUnavailable: 1, selector: { matchLabels: term } },
      }),
      object("v1", "ServiceAccount", "shop"),
    ],
    { affinity: affinity({ matchLabels: term }) },
  );
  expect(at(revision.template, "spec", "affinity")).toEqual(affinity({ matchLabels: { [name]: "shop" } }));
  expect(at(others[0], "spec", "podSelector")).toEqual({ matchLabels: { [name]: "shop" } });
  expect(budget).toBeDefined();
  expect(notes).toContain(
    "selectors of the pods follow that label: Deployment shop, NetworkPolicy shop, PodDisruptionBudget shop",
  );
});

test.each<[string, JsonObject, JsonObject, ...JsonObject[]]>([
  [
    "one of other pods of the set as well finds both",
    { matchLabels: term },
    { matchLabels: {}, matchExpressions: [{ key: name, operator: "In", values: ["web", "shop"] }] },
    worker({ ...term, [part]: "work" }),
  ],
  [
    "one of other pods alone stays",
    { matchLabels: { ...term, [part]: "work" } },
    { matchLabels: { ...term, [part]: "work" } },
    worker({ ...term, [part]: "work" }),
  ],
  [
    "terms that name the label find both",
    { matchExpressions: [{ key: name, operator: "In", values: ["web", "db"] }] },
    { matchExpressions: [{ key: name, operator: "In", values: ["web", "db", "shop"] }] },
  ],
  [
    "terms beside labels find both",
    { matchLabels: term, matchExpressions: [{ key: name, operator: "In", values: ["web"] }] },
    {
      matchLabels: { [name]: "shop" },
      matchExpressions: [{ key: name, operator: "In", values: ["web", "shop"] }],
    },
  ],
  [
    "other terms stay",
    { matchExpressions: [{ key: part, operator: "In", values: ["web"] }] },
    { matchExpressions: [{ key: part, operator: "In", values: ["web"] }] },
  ],
])("of selectors of pods %s", (_what, before, after, ...more) => {
  expect(declared(before, ...more)).toEqual(after);
});

test("pods of other namespaces are found under both names", () => {
  const ingress = [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: term } }] }];
  const both = { key: name, operator: "In", values: ["web", "shop"] };
  const { others } = rendered([
    object("networking.k8s.io/v1", "NetworkPolicy", "shop", { spec: { ingress } }),
  ]);
  expect(at(others[0], "spec", "ingress")).toEqual([
    { from: [{ namespaceSelector: {}, podSelector: { matchLabels: {}, matchExpressions: [both] } }] },
  ]);
});

test("a selector of another workload, which may not change, and those of Services stay", () => {
  const monitor = object("monitoring.coreos.com/v1", "ServiceMonitor", "shop", {
    spec: { selector: { matchLabels: term } },
  });
  const other = worker({ ...term, [part]: "work" });
  const loose = { ...other, spec: { ...(other["spec"] as JsonObject), selector: { matchLabels: term } } };
  expect(rendered([monitor, loose]).others).toEqual([monitor, loose]);
});

test("a Service of the workload follows, also one that selects both tracks", () => {
  const own = service("shop", { selector: { ...term, [part]: "front" } });
  const peers = service("peers", { selector: term, clusterIP: "None" });
  const { services } = take([deployment({}, {}, pods), own, peers], { sharedServices: ["peers"] });
  expect(services.users).toBe("shop");
  expect(at(services.open[0], "spec", "selector")).toEqual({ [name]: "shop" });
});

test("plain labels that select other pods as well are refused, with the way out", () => {
  const shared = service("all", { selector: term });
  const set = [deployment({}, {}, pods), worker({ ...term, [part]: "work" }), shared];
  expect(refuse(set, { workload: "shop", sharedServices: ["all"] })).toEqual([
    `spec.template.metadata.labels["${name}"] of Deployment shop must be shop (sluice:app.name), by which the tracks are selected, since selectors of other pods need it as well: got web, selected by Service all (spec.selector); set sluice:app.name to web, or change label and selectors by sluice:app.patch`,
  ]);
});

test("nothing changes where the pods have the app's name, or none", () => {
  const selector = policy({ matchLabels: { [name]: "shop" } });
  const { others, notes } = take([deployment({}, {}, { app: "shop", [name]: "shop" }), selector]);
  expect(others).toEqual([selector]);
  expect(notes.join()).not.toContain(name);
});
