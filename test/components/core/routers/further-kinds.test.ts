import { findForeignRules } from "../../../../components/core/routers/foreign-rules";
import { furtherKinds } from "../../../../components/core/routers/further-kinds";
import type { RoutedKind } from "../../../../components/core/routers/routed-kind";
import { settings } from "./gateway/any-route";

const metadata = { name: "around", namespace: "shop", uid: "u", resourceVersion: "1" };
const canary = "shop-canary";

const found = (name: string, spec: unknown) => {
  const kind = furtherKinds.find((one) => one.kind === name) as RoutedKind;
  return findForeignRules(kind, { metadata, spec }, settings, false);
};

const shares = (name: string, spec: unknown) =>
  found(name, spec).map(({ rule, weight }) => [rule, weight] as const);

test.each(["TCPRoute", "TLSRoute", "UDPRoute"])(
  "a %s of the Gateway API reaches the canary by its backends",
  (kind) => {
    const backendRefs = [
      { name: canary, port: 8080, weight: 1 },
      { name: "old", port: 8080, weight: 3 },
    ];
    expect(shares(kind, { rules: [{ backendRefs: [{ name: "old", port: 80 }] }, { backendRefs }] })).toEqual([
      ["spec.rules[1]", 25],
    ]);
    expect(found(kind, { rules: [{ backendRefs }] })[0]?.command).toContain(
      `patch ${kind.toLowerCase()}s around`,
    );
  },
);

describe("an HTTPProxy of Contour", () => {
  const to = (...services: readonly object[]) => ({
    routes: [{ services: [{ name: "old", port: 80 }] }, { services }],
  });

  test.each<[string, unknown, readonly (readonly [string, number])[]]>([
    ["nothing", undefined, []],
    ["a route without Services", { routes: [{ requestRedirectPolicy: {} }] }, []],
    [
      "the canary alone, whatever its weight is",
      to({ name: canary, port: 80, weight: 0 }),
      [["spec.routes[1]", 100]],
    ],
    [
      "even shares where no weight is given",
      to({ name: canary, port: 80 }, { name: "old", port: 80 }),
      [["spec.routes[1]", 50]],
    ],
    ["a weight", to({ name: canary, weight: 20 }, { name: "old", weight: 60 }), [["spec.routes[1]", 25]]],
    ["none beside another one's weight", to({ name: canary }, { name: "old", weight: 60 }), []],
    ["copies", to({ name: "old" }, { name: canary, mirror: true }), [["spec.routes[1]", 100]]],
    [
      "a share of copies",
      to({ name: "old" }, { name: canary, mirror: true, weight: 10 }),
      [["spec.routes[1]", 10]],
    ],
    [
      "copies by a weight of 0, which Contour takes for all",
      to({ name: canary, mirror: true, weight: 0 }),
      [["spec.routes[1]", 100]],
    ],
    ["connections", { tcpproxy: { services: [{ name: canary, port: 80 }] } }, [["spec.tcpproxy", 100]]],
  ])("%s", (_, spec, expected) => {
    expect(shares("HTTPProxy", spec)).toEqual(expected);
  });

  test("ends by a command that leads the requests to stable and takes the copies away", () => {
    const services = [{ name: canary }, { name: canary, mirror: true }];
    const [rule] = found("HTTPProxy", { routes: [{ services }] });
    const at = "/spec/routes/0/services";
    expect(rule?.command).toBe(
      `kubectl --context prod-eu -n shop patch httpproxies around --type json -p '${JSON.stringify([
        { op: "test", path: `${at}/1/name`, value: canary },
        { op: "remove", path: `${at}/1` },
        { op: "test", path: `${at}/0/name`, value: canary },
        { op: "replace", path: `${at}/0/name`, value: "shop-stable" },
      ])}'`,
    );
  });
});

test.each<[string, unknown, readonly (readonly [string, number])[]]>([
  ["nothing", undefined, []],
  ["the canary", { to: { kind: "Service", name: canary } }, [["spec", 100]]],
  [
    "a share beside the main Service",
    { to: { name: "old", weight: 90 }, alternateBackends: [{ name: canary, weight: 10 }] },
    [["spec", 10]],
  ],
  ["the usual weight", { to: { name: "old" }, alternateBackends: [{ name: canary }] }, [["spec", 50]]],
  ["a weight of 0", { to: { name: "old" }, alternateBackends: [{ name: canary, weight: 0 }] }, []],
  ["no weight at all", { to: { name: canary, weight: 0 } }, []],
  ["another kind of that name", { to: { kind: "Thing", name: canary } }, []],
])("a Route of OpenShift: %s", (_, spec, expected) => {
  expect(shares("Route", spec)).toEqual(expected);
});

test("a Route's command names its group, which other kinds share the word with", () => {
  const [rule] = found("Route", { to: { name: "old" }, alternateBackends: [{ name: canary }] });
  expect(rule?.command).toContain("patch routes.route.openshift.io around");
  expect(rule?.command).toContain('"/spec/alternateBackends/0/name"');
});
