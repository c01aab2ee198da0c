import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import type { HttpRoute } from "../../../../../components/core/routers/gateway/http-route";
import type { Found } from "../../../../../components/core/routers/need";
import { backend, routeWith, ruleFor, settings } from "./any-route";

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
