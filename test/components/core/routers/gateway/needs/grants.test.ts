import {
  grantedNamespaces,
  grantsPath,
} from "../../../../../../components/core/routers/gateway/needs/grants";
import { httpRoute } from "../../../../../../components/core/routers/gateway/kinds";
import { routeWith, settings } from "../any-route";

const group = "gateway.networking.k8s.io";
const from = (namespace: string, kind = "HTTPRoute", of = group) => ({ group: of, kind, namespace });
const service = { group: "", kind: "Service" };
const grant = (spec: unknown) => ({ metadata: routeWith([]).metadata, spec });

test("grantsPath() is that of the app's namespace", () => {
  expect(grantsPath("shop")).toBe(`/apis/${group}/v1beta1/namespaces/shop/referencegrants`);
});

describe("grantedNamespaces()", () => {
  test.each<[string, readonly unknown[], readonly string[]]>([
    ["no grants", [], []],
    ["a grant that says nothing", [{}], []],
    ["all Services, by kind", [{ from: [from("a"), from("b", "GRPCRoute")], to: [service] }], ["a"]],
    ["the canary's Service", [{ from: [from("a")], to: [{ ...service, name: "shop-canary" }] }], ["a"]],
    ["another Service", [{ from: [from("a")], to: [{ ...service, name: "old" }] }], []],
    ["Secrets", [{ from: [from("a", "Gateway")], to: [{ group: "", kind: "Secret" }] }], []],
    [
      "Services, for other kinds",
      [{ from: [from("a", "Gateway"), from("b", "HTTPRoute", "x.io")], to: [service] }],
      [],
    ],
    ["our own namespace", [{ from: [from("shop")], to: [service] }], []],
    [
      "one namespace twice",
      [
        { from: [from("a"), from("a")], to: [service] },
        { from: [from("a")], to: [service] },
      ],
      ["a"],
    ],
  ])("of %s", (_, specs, namespaces) => {
    expect(grantedNamespaces(specs.map(grant), settings, httpRoute)).toEqual(namespaces);
  });
});
