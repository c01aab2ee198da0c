import { dueSteps, explainStep } from "../../../../components/core/attached/judge-attached";
import { findAttached } from "../../../../components/core/attached/find-attached";
import { describeHook } from "../../../../components/core/attached/hook";
import type { Policy } from "../../../../components/core/attached/hook";
import type { AppSettings, RuleNames } from "../../../../components/core/attached/place";
import { copyOf, policy, route, service } from "./policies";

const settings = { app: "till", namespace: "prod", traffic: { route: "till" } } as AppSettings;
const unnamed: RuleNames = { own: ["shop"], probes: [undefined, undefined], others: ["admin"] };
const named: RuleNames = { ...unnamed, probes: ["probe-stable", "probe-canary"] };

const look = (policies: readonly Policy[], rules: RuleNames = unnamed, hasProbes = false) => {
  const found = findAttached({ settings, policies, rules, hasProbes });
  return {
    hooks: found.policies.map(({ policy: { metadata }, hook, why }) =>
      [metadata.name, describeHook(hook), ...(why === undefined ? [] : [why])].join(" | "),
    ),
    steps: dueSteps(found, {}).map(explainStep),
    found,
  };
};

const tls = { options: { b: "1", a: "2" }, validation: { hostname: "till.example.org" } };
const onStable = { targetRefs: [service("till-stable", { sectionName: "http" }), service("other")], ...tls };
const onCanary = { targetRefs: [service("till-canary", { sectionName: "http" })], ...tls };
const original = policy("tls", "t", onStable, { labels: { "argocd.argoproj.io/instance": "x" } });
const created = "BackendTLSPolicy prod/t is copied as BackendTLSPolicy t-canary";

test("findAttached() copies what stable's Service has, without the tracks of tools", () => {
  const { hooks, steps, found } = look([original]);
  expect(hooks).toEqual(["t | Service prod/till-stable"]);
  expect(steps).toEqual([created]);
  expect(found.steps[0]).toMatchObject({
    does: "create",
    copy: {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "BackendTLSPolicy",
      metadata: {
        name: "t-canary",
        namespace: "prod",
        labels: { "app.kubernetes.io/name": "till" },
        annotations: { "sluice.dev/copy-of": "t" },
      },
      spec: onCanary,
    },
  });
});

test("findAttached() keeps one reference as one, and the rest of a host", () => {
  const { found } = look([
    policy("health", "h", { targetRef: service("till-stable"), default: { a: [{ b: 1 }] } }),
    policy("rule", "r", { host: "till-stable.prod.svc.cluster.local", trafficPolicy: {} }),
  ]);
  expect(found.steps.map((step) => step.does !== "remove" && step.copy.spec)).toEqual([
    { targetRef: service("till-canary"), default: { a: [{ b: 1 }] } },
    { host: "till-canary.prod.svc.cluster.local", trafficPolicy: {} },
  ]);
});

const copy = copyOf("tls", "t-canary", "t", onCanary);
const different = { ...onCanary, validation: { hostname: "old.example.org" } };
const removed = "BackendTLSPolicy prod/t-canary, a copy whose original is gone, is removed";

const copies: readonly [string, readonly Policy[], readonly string[]][] = [
  ["a copy that is like its original", [original, copy], []],
  [
    "fields in another order",
    [original, copyOf("tls", "t-canary", "t", Object.fromEntries(Object.entries(onCanary).toReversed()))],
    [],
  ],
  [
    "a copy that differs",
    [original, copyOf("tls", "t-canary", "t", different)],
    ["BackendTLSPolicy t-canary is made like BackendTLSPolicy prod/t again"],
  ],
  [
    "a copy that names something else",
    [original, copyOf("tls", "t-canary", "t", { ...tls, targetRefs: [service("other")] })],
    ["BackendTLSPolicy t-canary is made like BackendTLSPolicy prod/t again", removed],
  ],
  ["a copy without original", [copy], [removed]],
  [
    "a copy whose original names another Service now",
    [policy("tls", "t", { ...onStable, targetRefs: [service("x")] }), copy],
    [removed],
  ],
  [
    "a copy whose original names the canary as well",
    [policy("tls", "t", { ...tls, targetRefs: [service("till-stable"), service("till-canary")] }), copy],
    [removed],
  ],
  ["the copy of another app", [copyOf("tls", "x-canary", "x", onCanary, "bar")], []],
  [
    "an original that names both",
    [policy("tls", "t", { ...tls, targetRefs: [service("till-canary"), service("till-stable")] })],
    [],
  ],
  ["a second object for the canary by its owner", [original, policy("tls", "own", onCanary)], []],
  ["a policy on another Service", [policy("tls", "t", { ...tls, targetRefs: [service("other")] })], []],
];

test.each(copies)("findAttached(): %s", (_name, policies, steps) => {
  expect(look(policies).steps).toEqual(steps);
  expect(look(policies).found.policies.every(({ why }) => why === undefined)).toBe(true);
});

const refused: readonly [string, readonly Policy[], RegExp][] = [
  [
    "a kind that cannot be copied",
    [policy("login", "l", { targetRefs: [service("till-stable")] })],
    /Service till-canary has not the same, and a copy of this kind may mean something else/,
  ],
  [
    "an original of another namespace",
    [policy("rule", "r", { host: "till-stable.prod" }, { namespace: "mesh" })],
    /it is not of namespace prod/,
  ],
  [
    "a name that is taken",
    [original, policy("tls", "t-canary", { ...tls, targetRefs: [service("x")] })],
    /BackendTLSPolicy t-canary is there and no copy of Sluice's/,
  ],
  [
    "a name that would be too long",
    [policy("tls", "t".repeat(250), onStable)],
    /no copy can be for it by name/,
  ],
  [
    "a policy on the Service of the app's name",
    [policy("tls", "t", { ...tls, targetRefs: [service("till")] })],
    /the app's requests go to Service till-stable, which has not the same/,
  ],
  ["a policy on the canary alone", [policy("tls", "own", onCanary)], /Service till-stable has not the same/],
  [
    "another policy on the canary",
    [original, policy("tls", "own", different), copy],
    /own \| .* Service till-stable has not the same/,
  ],
  [
    "a rule that is not there",
    [policy("login", "l", { targetRefs: [route("till", "gone")] })],
    /no rule of that name/,
  ],
  [
    "the app's rule, where probe rules have no names",
    [policy("login", "l", { targetRefs: [route("till", "shop")] })],
    /a probe rule without a name has not the same/,
  ],
];

test.each(refused)("findAttached() cannot copy for %s", (_name, policies, why) => {
  const { hooks, steps } = look(policies);
  expect(hooks.join("\n")).toMatch(why);
  expect(steps).toEqual([]);
});

test("findAttached() accepts a policy on the app's name that stable and canary have as well", () => {
  const { hooks } = look([policy("tls", "old", { ...tls, targetRefs: [service("till")] }), original, copy]);
  expect(hooks).toEqual(["old | Service prod/till", "t | Service prod/till-stable"]);
});

const login = (section: string) => ({ basicAuth: { users: "u" }, targetRefs: [route("till", section)] });

test("findAttached() copies a policy of the app's rule for each probe rule", () => {
  const { steps, found } = look([policy("login", "l", login("shop"))], named);
  expect(steps).toEqual([
    "SecurityPolicy prod/l is copied as SecurityPolicy l-probe-stable",
    "SecurityPolicy prod/l is copied as SecurityPolicy l-probe-canary",
  ]);
  expect(found.steps[1]).toMatchObject({ copy: { spec: login("probe-canary") } });
  const made = ["probe-stable", "probe-canary"].map((name) => copyOf("login", `l-${name}`, "l", login(name)));
  expect(look([policy("login", "l", login("shop")), ...made], named).steps).toEqual([]);
  expect(look(made, named).steps).toHaveLength(2);
});

test("findAttached() leaves the whole route, rules of others and probe rules as they are", () => {
  const { hooks, steps } = look(
    [
      policy("login", "whole", { targetRefs: [route("till")] }),
      policy("login", "theirs", login("admin")),
      policy("login", "probe", login("probe-stable")),
      policy("login", "elsewhere", { targetRefs: [route("bar", "shop")] }),
    ],
    named,
  );
  expect(hooks).toEqual(["whole | HTTPRoute prod/till"]);
  expect(steps).toEqual([]);
});

test("findAttached() copies for the Services of Sluice's own requests too, where the router has such", () => {
  const probes = ["stable", "canary"].map((track) => {
    const spec = { targetRefs: [service(`till-${track}-probe`, { sectionName: "http" })], ...tls };
    return copyOf("tls", `t-${track}-probe`, "t", spec);
  });
  expect(look([original], unnamed, true).steps).toEqual([
    created,
    "BackendTLSPolicy prod/t is copied as BackendTLSPolicy t-stable-probe",
    "BackendTLSPolicy prod/t is copied as BackendTLSPolicy t-canary-probe",
  ]);
  const { steps, found } = look([original, copy, ...probes], unnamed, true);
  expect(steps).toEqual([]);
  expect(found.copies).toHaveLength(3);
  expect(look(probes, unnamed, true).steps).toHaveLength(2);
});

const opened: readonly [string, readonly string[]][] = [
  ["users' requests", ["till-stable", "till-canary"]],
  ["stable's own requests as well", ["till-stable", "till-canary", "till-stable-probe"]],
];

test.each(opened)(
  "findAttached() refuses a login for %s alone: a probe rule would open it",
  (_name, names) => {
    const logins = [policy("login", "l", { targetRefs: names.map((name) => service(name)) })];
    expect(look(logins, unnamed, true).hooks.join("\n")).toMatch(
      /Service till-(stable|canary)-probe has not the same, and a copy of this kind may mean something else/,
    );
    expect(look(logins).hooks.join("\n")).not.toContain("has not the same");
  },
);
