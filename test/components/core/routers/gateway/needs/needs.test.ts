import { gateway } from "../../../../../../components/core/routers/gateway/gateway";
import type { HttpRoute } from "../../../../../../components/core/routers/gateway/http-route";
import type { Found } from "../../../../../../components/core/routers/need";
import { backend, routeWith, ruleFor, settings } from "../any-route";

const sluice = { name: "sluice", namespace: "gateway" };
const route = (name: string, namespace: string, created: string): HttpRoute => ({
  metadata: { ...routeWith([]).metadata, name, namespace, creationTimestamp: created },
  spec: { parentRefs: [sluice], hostnames: ["shop.example.org"], rules: [ruleFor("/", backend("old"))] },
});
const own = route("shop", "shop", "2026-02-01T00:00:00Z");
const older = route("old", "legacy", "2026-01-01T00:00:00Z");
const newer = route("new", "shop", "2026-03-01T00:00:00Z");

/** Judges a cluster with these routes; `hidden` paths may not be read. */
function judge(routes: readonly HttpRoute[], options: { hidden?: RegExp; gateway?: Found["kind"] } = {}) {
  const look = (path: string): Found => {
    if (options.hidden?.test(path)) return { kind: "hidden" };
    if (path.endsWith("/gateways/sluice")) return { kind: options.gateway ?? "found", object: {} } as Found;
    const namespace = /namespaces\/([^/]+)/.exec(path)?.[1];
    if (path.endsWith("/grpcroutes")) return { kind: "absent" };
    const items = routes.filter(
      ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
    );
    if (path.endsWith("/httproutes")) return { kind: "found", object: { items } };
    const object = items.find(({ metadata }) => metadata.name === "shop");
    return object === undefined ? { kind: "absent" } : { kind: "found", object };
  };
  const findings = gateway.needs(settings).map((need) => need.judge(need.paths.map(look)));
  return {
    problems: findings.flatMap(({ problems }) => problems),
    notes: findings.flatMap(({ notes }) => notes),
  };
}

describe("gateway.needs()", () => {
  test("nothing is wrong with a Gateway and a host of its own", () => {
    expect(judge([own])).toEqual({ problems: [], notes: [] });
  });

  test("a Gateway that is not there is wrong configuration; one that may not be looked at is taken as there", () => {
    expect(judge([own], { gateway: "absent" }).problems).toEqual([
      {
        end: "usage",
        text: expect.stringContaining(
          'must name a Gateway (gateway.networking.k8s.io/v1) of the cluster: got "gateway/sluice"',
        ),
        fix: "kubectl --context prod-eu get gateways -A lists those that are",
      },
    ]);
    expect(judge([own], { hidden: /gateways/ }).problems).toEqual([]);
  });

  test("a first deploy is refused while another route serves the host, without advice to delete it", () => {
    const { problems } = judge([newer]);
    expect(problems).toEqual([
      {
        end: "refused",
        text: expect.stringContaining("got HTTPRoute shop/new, which is older"),
        fix: expect.stringContaining("a route in use cannot be taken over"),
      },
    ]);
    expect(`${problems[0]?.text} ${problems[0]?.fix}`).not.toMatch(/delete|remove/);
  });

  test("an older route is refused wherever it is, a newer one is told", () => {
    expect(judge([own, older]).problems[0]?.text).toContain("HTTPRoute legacy/old");
    expect(judge([own, newer])).toEqual({
      problems: [],
      notes: [
        "HTTPRoute shop/new is for shop.example.org as well and gets no request, since this app's route is older",
      ],
    });
  });

  test("an account that may not list everywhere looks where it may, and says so", () => {
    const hidden = /\/v1\/(http|grpc)routes$/;
    const { problems, notes } = judge([own, older], { hidden });
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      "httproutes of other namespaces than shop and gateway may be for shop.example.org as well: this account cannot list them",
      "grpcroutes of other namespaces than shop and gateway may be for shop.example.org as well: this account cannot list them",
    ]);
    expect(judge([newer], { hidden }).problems).toHaveLength(1);
    expect(judge([newer], { hidden: /routes/ }).problems).toEqual([]);
  });
});

describe("gateway.needs() with a mirror", () => {
  const mirror = { percent: 100, repeatable: ["GET"] };
  const stages = [{ key: "mirror", exposure: { mirror }, soakSeconds: 60 }] as typeof settings.stages;
  const byHeader = (host: string): HttpRoute => ({
    ...newer,
    spec: {
      ...newer.spec,
      hostnames: [host],
      rules: [{ matches: [{ headers: [{ name: "x-tenant", value: "1" }] }], backendRefs: [backend("old")] }],
    },
  });

  test.each([
    ["shop.example.org", settings.stages, 0],
    ["other.example.org", stages, 0],
    ["shop.example.org", stages, 1],
  ])("another route for %s by a header keeps its requests", (host, some, count) => {
    const look = (path: string): Found =>
      path.endsWith("/v1/httproutes")
        ? { kind: "found", object: { items: [own, byHeader(host)] } }
        : path.endsWith("/httproutes/shop")
          ? { kind: "found", object: own }
          : { kind: "absent" };
    const problems = gateway
      .needs({ ...settings, stages: some })
      .flatMap((need) => need.judge(need.paths.map(look)).problems)
      .filter(({ text }) => text.includes("by header or parameter"));
    expect(problems).toHaveLength(count);
    for (const { text } of problems) expect(text).toMatch(/got HTTPRoute shop\/new$/);
  });
});

test("gateway.needs() of several Gateways and hosts asks for each, and tells a part of them that somebody takes", () => {
  const second = { name: "internal", namespace: "gateway" };
  const traffic = {
    ...settings.traffic,
    hosts: ["a.example.org", "shop.example.org"],
    gateways: [settings.traffic.gateway, second],
    rules: [ruleFor("/shop", backend("shop")), ruleFor("/x", backend("x"))],
  };
  const needs = gateway.needs({ ...settings, traffic });
  expect(needs.map(({ paths }) => paths[0]?.split("/").at(-1))).toEqual([
    "sluice",
    "internal",
    "shop",
    "shop",
    "shop",
  ]);
  const judgeHosts = (...items: HttpRoute[]) =>
    needs[2]?.judge([{ kind: "absent" }, { kind: "found", object: { items } }]);
  const other = (path: string): HttpRoute => ({
    ...older,
    spec: { ...older.spec, parentRefs: [second], rules: [ruleFor(path, backend("old"))] },
  });
  expect(judgeHosts(other("/"), other("/cart"))).toEqual({ problems: [], notes: [] });
  expect(judgeHosts(other("/shop/cart"))?.notes).toEqual([
    "HTTPRoute legacy/old is for shop.example.org as well and takes requests from this app's route: /shop/cart",
  ]);
  expect(judgeHosts(other("/shop"))?.problems[0]?.text).toContain(
    "no other route of Gateway gateway/internal may take the requests of shop.example.org: got HTTPRoute legacy/old",
  );
});

test("gateway.needs() of a shared route compares others with the rules that lead to the app", () => {
  const traffic = { ...settings.traffic, isShared: true };
  const mine = {
    ...own,
    spec: { ...own.spec, rules: [ruleFor("/shop", backend("shop")), ruleFor("/", backend("x"))] },
  };
  const judgeMine = (mineFound: Found) =>
    gateway
      .needs({ ...settings, traffic })[1]
      ?.judge([mineFound, { kind: "found", object: { items: [older] } }]);
  expect(judgeMine({ kind: "found", object: mine })).toEqual({ problems: [], notes: [] });
  expect(judgeMine({ kind: "absent" })).toEqual({ problems: [], notes: [] });
});
