import { gateway } from "../../../../../../components/core/routers/gateway/gateway";
import type { HttpRoute } from "../../../../../../components/core/routers/gateway/http-route";
import type { Found } from "../../../../../../components/core/routers/need";
import { backend, routeWith, ruleFor, settings } from "../any-route";

const sluice = { name: "sluice", namespace: "gateway" };
const own: HttpRoute = {
  metadata: routeWith([]).metadata,
  spec: { parentRefs: [sluice], hostnames: ["shop.example.org"], rules: [ruleFor("/", backend("old"))] },
};

describe("gateway.needs() of a route of another owner", () => {
  const traffic = { ...settings.traffic, isShared: true, probePath: "/" };
  const judgeRoute = (found: Found) => {
    const [need] = gateway.needs({ ...settings, traffic });
    expect(need?.paths).toEqual(["/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/shop"]);
    return need?.judge([found]).problems;
  };
  const withRules = (...rules: ReturnType<typeof ruleFor>[]): Found => ({
    kind: "found",
    object: { ...own, spec: { ...own.spec, rules } },
  });

  test("nothing is wrong with one that leads to the app, or that may not be looked at", () => {
    expect(judgeRoute(withRules(ruleFor("/", backend("shop"))))).toEqual([]);
    expect(judgeRoute({ kind: "hidden" })).toEqual([]);
  });

  test("one that is not there, or hangs on other Gateways, is wrong configuration", () => {
    expect(judgeRoute({ kind: "absent" })).toMatchObject([
      { end: "usage", text: expect.stringContaining("sluice:traffic.from must name a route that is there") },
    ]);
    const object = { ...own, spec: { ...own.spec, parentRefs: [{ name: "internal" }] } };
    expect(judgeRoute({ kind: "found", object })).toMatchObject([
      {
        end: "usage",
        text: expect.stringContaining("got gateway/sluice"),
        fix: expect.stringContaining("spec.parentRefs names"),
      },
    ]);
  });

  test("one without parents hangs on no Gateway", () => {
    const { parentRefs: _, ...spec } = own.spec;
    expect(judgeRoute({ kind: "found", object: { ...own, spec } })).toMatchObject([
      { text: expect.stringContaining("must name Gateways of HTTPRoute shop/shop") },
    ]);
  });

  test("Services alone as parents are refused: Sluice's own requests come from outside", () => {
    const parentRefs = ["shop", "shop-internal"].map((name) => ({ group: "", kind: "Service", name }));
    const object = { ...own, spec: { ...own.spec, parentRefs } };
    expect(judgeRoute({ kind: "found", object })).toMatchObject([
      {
        text: expect.stringContaining(
          "HTTPRoute shop/shop must have a Gateway among its parents, since Sluice's own requests come from outside: got Services alone: shop, shop-internal",
        ),
        fix: expect.stringContaining("router replicas"),
      },
    ]);
  });

  test("a Service among its parents is told, and refused where it is one of the tracks'", () => {
    const judgeWith = (name: string, more: object = {}) => {
      const mesh = { group: "", kind: "Service", name, ...more };
      const object = {
        ...own,
        spec: { ...own.spec, parentRefs: [sluice, mesh], rules: [ruleFor("/", backend("shop"))] },
      };
      return gateway.needs({ ...settings, traffic })[0]?.judge([{ kind: "found", object }]);
    };
    expect(judgeWith("shop")).toEqual({
      problems: [],
      notes: [expect.stringContaining("callers inside send to Service shop, too")],
    });
    expect(judgeWith("shop", { namespace: "other" })).toEqual({ problems: [], notes: [] });
    for (const name of ["shop-canary", "shop-stable", "shop-stable-probe"])
      expect(judgeWith(name)?.problems).toMatchObject([
        { end: "usage", text: expect.stringMatching(new RegExp(`split once more: got ${name}$`)) },
      ]);
  });

  test("one that its router refuses is none to begin with, Services aside that are not there yet", () => {
    const judgeTold = (type: string, metadata: object = {}) => {
      const told = [type, ...["Accepted", "ResolvedRefs"].filter((one) => one !== type)].map((one) => ({
        type: one,
        status: one === type ? "False" : "True",
        reason: "NotAllowed",
        observedGeneration: 3,
      }));
      const object = {
        ...own,
        metadata: { ...own.metadata, ...metadata },
        spec: { ...own.spec, rules: [ruleFor("/", backend("shop"))] },
        status: { parents: [{ parentRef: sluice, conditions: told }] },
      };
      return judgeRoute({ kind: "found", object });
    };
    expect(judgeTold("Accepted")).toEqual([
      {
        end: "refused",
        text: 'Cannot route traffic to "shop": HTTPRoute shop/shop must be one that its routers take: got route condition Accepted must be True: got False (NotAllowed, Gateway gateway/sluice); nothing was touched',
        fix: "let whoever keeps the route mend that, or take the parent out that refuses it",
      },
    ]);
    expect(judgeTold("ResolvedRefs")).toEqual([]);
    expect(judgeTold("Accepted", { annotations: { "sluice.dev/epoch": "4-a" } })).toEqual([]);
  });

  test("a split that is live is refused by its place, with the way to end it, until the route is Sluice's", () => {
    const split = ruleFor("/", backend("shop", 9), backend("shop-v2", 1));
    expect(judgeRoute(withRules(split))).toMatchObject([
      {
        end: "refused",
        text: expect.stringMatching(
          /spec.rules\[0\] of HTTPRoute shop\/shop must .*got shop 9, shop-v2 1; nothing was touched$/,
        ),
      },
    ]);
    const metadata = { ...own.metadata, annotations: { "sluice.dev/epoch": "4-a" } };
    expect(judgeRoute({ kind: "found", object: { ...own, metadata } })).toEqual([]);
  });
});
