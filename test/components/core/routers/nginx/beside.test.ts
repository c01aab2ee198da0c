import type { Found } from "../../../../../components/core/routers/need";
import { readMain } from "../../../../../components/core/routers/nginx/main-ingress";
import { nginx } from "../../../../../components/core/routers/nginx/nginx";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import { applyJsonPatch } from "../../../../support/json-patch";
import { around, canaryAt, ingressTo, noted, settings as own } from "./any-ingress";

/** An Ingress that a team made, for two paths of its Service and one of another. */
function usersIngress(annotations: Readonly<Record<string, string>> = {}): RouterObject {
  const to = (name: string, path: string) => ({
    path,
    pathType: "ImplementationSpecific",
    backend: { service: { name, port: { name: "http" } } },
  });
  const paths = [to("web", "/"), to("docs", "/docs"), to("web", "/api")];
  return {
    metadata: { name: "public", namespace: "shop", uid: "p", resourceVersion: "3", annotations },
    spec: {
      ingressClassName: "edge",
      rules: [
        { host: "shop.example.org", http: { paths } },
        { host: "docs.example.org", http: { paths: [to("docs", "/")] } },
        { http: { paths: [to("web", "/healthz")] } },
      ],
    },
  };
}
const read = (object: RouterObject) => readMain(object, "web", "shop-canary");
const main = read(usersIngress());
const settings = {
  ...own,
  traffic: { ...own.traffic, route: "public", isShared: true, stableService: "web", ...(main && { main }) },
};
const [declared] = nginx.declare(settings, "t");
const beside = declared?.manifest as unknown as RouterObject;

/** Judges the objects that `sluice:traffic.from` finds. */
function judge(
  objects: readonly RouterObject[],
  { traffic, controller = "k8s.io/ingress-nginx" }: { traffic?: object; controller?: string | null } = {},
) {
  const [first] = objects;
  const look = (path: string): Found => {
    if (path.includes("ingressclasses"))
      return controller === null ? { kind: "absent" } : { kind: "found", object: { spec: { controller } } };
    if (!path.endsWith("/public")) return { kind: "found", object: { items: objects } };
    return first === undefined ? { kind: "absent" } : { kind: "found", object: first };
  };
  const found = nginx
    .needs({ ...settings, traffic: { ...settings.traffic, ...traffic } })
    .map((need) => need.judge(need.paths.map(look)));
  return {
    problems: found.flatMap(({ problems }) => problems),
    notes: found.flatMap(({ notes }) => notes),
  };
}

test("nginx.declare() repeats class, hosts, paths and ports of the user's Ingress for one Service, and makes no other", () => {
  expect(nginx.declare(settings, "t")).toHaveLength(1);
  const backend = { service: { name: "shop-canary", port: { name: "http" } } };
  const at = (path: string) => ({ path, pathType: "ImplementationSpecific", backend });
  expect(declared?.manifest).toMatchObject({
    metadata: { name: "public-canary", annotations: noted({ canary: "true" }) },
    spec: {
      ingressClassName: "edge",
      rules: [
        { host: "shop.example.org", http: { paths: [at("/"), at("/api")] } },
        { http: { paths: [at("/healthz")] } },
      ],
    },
  });
  expect(nginx.read(beside, settings, around(usersIngress(), beside))).toMatchObject({
    kind: "ours",
    view: { live: { weight: 0 } },
  });
  const { main: _main, ...unread } = settings.traffic;
  expect(nginx.declare({ ...settings, traffic: unread }, "t")).toEqual([]);
});

test("a class by the annotation of before is repeated as one, and needs no IngressClass", () => {
  const { spec } = usersIngress();
  const { ingressClassName: _, ...rest } = spec as { ingressClassName: string };
  const old = { ...usersIngress({ "kubernetes.io/ingress.class": "edge" }), spec: rest };
  const oldMain = read(old);
  const traffic = { ...settings.traffic, main: oldMain };
  expect(oldMain).toMatchObject({ oldClass: "edge" });
  expect(oldMain).not.toHaveProperty("class");
  expect(judge([old], { traffic, controller: null }).problems).toEqual([]);
  const [made] = nginx.declare(
    { ...settings, traffic: { ...settings.traffic, ...(oldMain && { main: oldMain }) } },
    "t",
  );
  expect(made?.manifest.metadata.annotations).toMatchObject({ "kubernetes.io/ingress.class": "edge" });
  expect(made?.manifest.spec).not.toHaveProperty("ingressClassName");
});

test("the user's Ingress is fit, and pinned clients are told", () => {
  expect(judge([usersIngress(), ingressTo("docs", "docs", {}, "docs.example.net")])).toEqual({
    problems: [],
    notes: [expect.stringContaining("gets no fixes")],
  });
  expect(judge([usersIngress(noted({ "upstream-hash-by": "$uri" }))]).notes).toEqual([
    expect.anything(),
    expect.stringContaining("upstream-hash-by pins clients"),
  ]);
});

test.each<[string, readonly RouterObject[], Parameters<typeof judge>[1], RegExp]>([
  [
    "no such Ingress",
    [],
    {},
    /sluice:traffic.from must name a route that is there: got Ingress shop\/public/,
  ],
  [
    "no class",
    [{ ...usersIngress(), spec: { rules: [] } }],
    {},
    /spec.ingressClassName .* must name its class/,
  ],
  [
    "no spec",
    [{ metadata: { name: "public", namespace: "shop", uid: "p", resourceVersion: "3" } }],
    {},
    /spec.rules .* must lead to Service web/,
  ],
  [
    "F5's controller",
    [usersIngress()],
    { controller: "nginx.org/ingress-controller" },
    /must be a class of ingress-nginx/,
  ],
  [
    "Traefik's plain provider",
    [usersIngress()],
    { controller: "traefik.io/ingress-controller" },
    /got controller traefik/,
  ],
  [
    "a canary by hand",
    [usersIngress(noted({ canary: "true" }))],
    {},
    /metadata.annotations .* must be without nginx/,
  ],
  [
    "replaced error answers",
    [usersIngress(noted({ "custom-http-errors": "503" }))],
    {},
    /be without .*custom-http-errors: got 503/,
  ],
  [
    "no takeover",
    [usersIngress()],
    { traffic: { stableService: undefined } },
    /sluice:app.adopt must be set/,
  ],
  [
    "settings of an Ingress of Sluice's",
    [usersIngress()],
    { traffic: { ingress: { annotations: {} } } },
    /sluice:traffic.ingress must be left out/,
  ],
  [
    "a rival",
    [
      usersIngress(),
      { ...usersIngress(), metadata: { ...usersIngress().metadata, name: "b", namespace: "old" } },
    ],
    {},
    /no other Ingress may be for host and path/,
  ],
  [
    "the Service in a second Ingress",
    [usersIngress(), ingressTo("web", "admin", {}, "x.y")],
    {},
    /Service web must be named by one Ingress/,
  ],
])("%s is refused", (_, objects, more, text) => {
  const { problems } = judge(objects, more);
  expect(problems.map((one) => one.text).join("\n")).toMatch(text);
  for (const one of problems) expect(one.text.length).toBeLessThanOrEqual(260);
});

test("a path that the user's Ingress has no more keeps weights from rising, and its damage is its owner's to mend", () => {
  const { spec } = usersIngress();
  const { rules } = spec as { rules: readonly object[] };
  const fewer = { ...usersIngress(), spec: { rules: rules.slice(0, 2) } };
  const damage = (mine: RouterObject) => {
    const reading = nginx.read(beside, settings, around(mine, beside));
    return reading.kind === "ours" ? reading.view.live.damage : undefined;
  };
  expect(damage(usersIngress())).toBeUndefined();
  expect(damage(fewer)).toMatchObject({
    text: expect.stringContaining("got * ImplementationSpecific /healthz"),
    restorable: false,
  });
  expect(damage(ingressTo("docs", "public"))?.fix).toBe(
    "ask its owner to put it right: Sluice never writes it",
  );
});

test("nginx.takeover.giveBack() ends a share first, and removes Sluice's own Ingress alone", () => {
  const live = (weight: number, more = {}): RouterObject => ({
    ...canaryAt(weight, more),
    metadata: { ...canaryAt(weight, more).metadata, name: "public-canary" },
  });
  const give = (object: RouterObject, part: "rules" | "marks") =>
    nginx.takeover.giveBack(object, settings, part);
  expect(give(live(0), "rules")).toBeUndefined();
  const patch = give(live(5, noted({ "canary-by-header": "x" })), "rules");
  expect(
    applyJsonPatch(live(5, noted({ "canary-by-header": "x" })), Array.isArray(patch) ? patch : []),
  ).toEqual(live(0));
  expect(give(live(0), "marks")).toBe("remove");
  expect(give(usersIngress(), "marks")).toBeUndefined();
});
