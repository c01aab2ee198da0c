import { describeHook, hooksOf } from "../../../../components/core/attached/hook";
import { mayName } from "../../../../components/core/attached/policy-kind";
import { policy, route, service } from "./policies";

const rows: readonly [string, Parameters<typeof policy>, readonly string[]][] = [
  ["one reference", ["health", "h", { targetRef: service("till") }], ["Service prod/till"]],
  [
    "several references, one into another namespace",
    ["tls", "t", { targetRefs: [service("a"), service("b", { namespace: "far" })] }],
    ["Service prod/a", "Service far/b"],
  ],
  ["a reference by defaults alone", ["tls", "t", { targetRef: { name: "till" } }], ["Service prod/till"]],
  [
    "the core group by its other name",
    ["tls", "t", { targetRef: service("till", { group: "core" }) }],
    ["Service prod/till"],
  ],
  ["AWS' field", ["group", "g", { targetReference: service("till") }], ["Service prod/till"]],
  [
    "Cilium's list",
    ["envoy", "e", { services: [{ name: "till", namespace: "far" }, { name: "x" }, {}] }],
    ["Service far/till", "Service prod/x"],
  ],
  ["a route", ["login", "l", { targetRefs: [route("till")] }], ["HTTPRoute prod/till"]],
  [
    "a rule of a route",
    ["login", "l", { targetRefs: [route("till", "shop")] }],
    ["rule shop of HTTPRoute prod/till"],
  ],
  ["a Gateway", ["login", "l", { targetRef: { group: "g", kind: "Gateway", name: "edge" } }], []],
  ["another kind of service", ["login", "l", { targetRef: service("till", { group: "x.io" }) }], []],
  ["no reference", ["login", "l", { targetRef: "till" }], []],
  ["an empty spec", ["login", "l", {}], []],
  ["a host alone", ["rule", "r", { host: "till" }], ["Service prod/till"]],
  ["a host with namespace", ["rule", "r", { host: "till.far" }], ["Service far/till"]],
  ["a host in full", ["rule", "r", { host: "till.far.svc.cluster.local" }], ["Service far/till"]],
  ["a host outside the cluster", ["rule", "r", { host: "api.example.org" }], []],
  ["every host", ["rule", "r", { host: "*.local" }], []],
  ["no host", ["rule", "r", {}], []],
  ["an object named like its Service", ["profile", "till.prod.svc.cluster.local", {}], ["Service prod/till"]],
];

test.each(rows)("hooksOf(): %s", (_name, made, expected) => {
  expect(hooksOf(policy(...made)).map(describeHook)).toEqual(expected);
});

test.each([
  ["gateway.networking.k8s.io", "BackendTLSPolicy", true],
  ["networking.istio.io", "DestinationRule", true],
  ["made-up.example.org", "SpecialPolicy", true],
  ["made-up.example.org", "HeaderFilter", true],
  ["made-up.example.org", "Widget", false],
  ["networking.k8s.io", "NetworkPolicy", false],
  ["cilium.io", "CiliumNetworkPolicy", false],
  ["cilium.io", "CiliumEnvoyConfig", true],
  ["apps", "OddPolicy", false],
])("mayName() %s %s: %s", (group, kind, expected) => {
  expect(mayName({ group, kind })).toBe(expected);
});
