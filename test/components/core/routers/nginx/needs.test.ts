import type { Found } from "../../../../../components/core/routers/need";
import { nginx } from "../../../../../components/core/routers/nginx/nginx";
import type { RouterObject } from "../../../../../components/core/routers/routed-kind";
import { canaryAt, ingressTo, main, noted, settings } from "./any-ingress";

type Traffic = Parameters<typeof nginx.needs>[0]["traffic"];

interface Proxy {
  readonly source?: "traefik" | "ingress-nginx" | "opentelemetry";
  readonly controller?: string;
}

function judge(
  objects: readonly RouterObject[],
  traffic: Partial<Traffic> = {},
  hidden?: RegExp,
  { source, controller = "k8s.io/ingress-nginx" }: Proxy = {},
) {
  const look = (path: string): Found => {
    if (hidden?.test(path)) return { kind: "hidden" };
    if (/ingressclasses\/(nginx|public)$/.test(path))
      return { kind: "found", object: { spec: { controller } } };
    if (path.includes("ingressclasses")) return { kind: "absent" };
    return { kind: "found", object: { items: objects } };
  };
  const found = nginx
    .needs({
      ...settings,
      traffic: { ...settings.traffic, ...traffic },
      ...(source === undefined ? {} : { analysis: { source } }),
    })
    .map((need) => need.judge(need.paths.map(look)));
  return {
    problems: found.flatMap(({ problems }) => problems),
    notes: found.flatMap(({ notes }) => notes),
  };
}

const ingress = (annotations: Record<string, string>) => ({ ingress: { class: "public", annotations } });

describe("nginx.needs()", () => {
  test("nothing is wrong with a class and a host of its own; the end of ingress-nginx is told", () => {
    const { problems, notes } = judge([main, canaryAt(5), ingressTo("old", "old", {}, "x.y")]);
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("gets no fixes since March 2026")]);
  });

  test("a propagation that ingress-nginx does not keep is told", () => {
    expect(judge([], { propagationSeconds: 2 }).notes[1]).toContain("sluice:traffic.propagation says 2 s");
  });

  test.each<[string, readonly RouterObject[], Partial<Traffic>, string, "usage" | "refused"]>([
    [
      "a class that is not there",
      [],
      { ingress: { class: "x", annotations: {} } },
      'got "x", which is not there',
      "usage",
    ],
    [
      "an Ingress for its host and path",
      [ingressTo("old", "old")],
      {},
      "got Ingress shop/old; nothing was touched",
      "refused",
    ],
    [
      "stable's Service in another Ingress",
      [ingressTo("shop-stable", "admin", {}, "x.y")],
      {},
      "got Ingress shop/admin as well",
      "refused",
    ],
    [
      "another canary Ingress",
      [ingressTo("v2", "v2", noted({ canary: "true" }))],
      {},
      "must have one canary Ingress",
      "refused",
    ],
    [
      "copies",
      [],
      ingress(noted({ "mirror-target": "x" })),
      "must be without nginx.ingress.kubernetes.io/mirror-target",
      "usage",
    ],
    [
      "replaced error answers",
      [],
      ingress(noted({ "custom-http-errors": "503" })),
      "must be without nginx.ingress.kubernetes.io/custom-http-errors",
      "usage",
    ],
    [
      "answers of a default backend",
      [],
      ingress(noted({ "default-backend": "pages" })),
      "must be without nginx.ingress.kubernetes.io/default-backend",
      "usage",
    ],
    [
      "a canary by hand",
      [],
      ingress(noted({ canary: "true" })),
      "must be without nginx.ingress.kubernetes.io/canary",
      "usage",
    ],
    [
      "a cookie",
      [],
      ingress(noted({ "canary-by-cookie": "x" })),
      "must be without nginx.ingress.kubernetes.io/canary-by-cookie",
      "usage",
    ],
    [
      "a cookie that pins clients to the canary",
      [],
      ingress(noted({ affinity: "cookie" })),
      "must be without nginx.ingress.kubernetes.io/affinity",
      "usage",
    ],
  ])("%s is refused", (_, objects, traffic, text, end) => {
    expect(judge(objects, traffic).problems).toEqual([
      { text: expect.stringContaining(text), fix: expect.any(String), end },
    ]);
  });

  test("pinned clients are told", () => {
    const unpinned = { affinity: "cookie", "affinity-canary-behavior": "legacy" };
    expect(judge([], ingress(noted(unpinned)))).toEqual({
      problems: [],
      notes: [expect.any(String), expect.stringContaining("a weight is a share of new sessions")],
    });
  });

  test.each<[Proxy, Record<string, string>, string | undefined]>([
    [{ source: "ingress-nginx" }, { "affinity-canary-behavior": "legacy" }, undefined],
    [{ source: "opentelemetry" }, { "affinity-canary-behavior": "legacy" }, undefined],
    [
      { source: "traefik" },
      { "affinity-canary-behavior": "legacy" },
      "the proxy that counts does not read affinity-canary-",
    ],
    [{ source: "traefik" }, {}, "no weight ends the sessions that it pins to the canary"],
    [{ source: "opentelemetry" }, {}, "or set affinity-canary-behavior to legacy, which ingress-nginx reads"],
  ])("a cookie that pins clients, with %j and %j", (proxy, more, fix) => {
    const { problems } = judge([], ingress(noted({ affinity: "cookie", ...more })), undefined, proxy);
    expect(problems).toEqual(
      fix === undefined ? [] : [expect.objectContaining({ fix: expect.stringContaining(fix), end: "usage" })],
    );
  });

  test.each([
    "traefik.io/ingress-controller",
    "nginx.org/ingress-controller",
    "haproxy.org/ingress-controller",
  ])("a class of %s is refused: its canary would get requests at weight 0", (controller) => {
    expect(judge([], {}, undefined, { controller }).problems).toEqual([
      {
        text: expect.stringContaining(
          `must be of a controller that reads canary annotations: got "nginx" of ${controller}`,
        ),
        fix: expect.stringContaining("another router"),
        end: "usage",
      },
    ]);
  });

  test("an account that may not list everywhere looks in the namespace; one that may not at all finds nothing", () => {
    const old = [ingressTo("old", "old")];
    expect(judge(old, {}, /v1\/ingresses$/).problems).toHaveLength(1);
    expect(judge(old, {}, /ingress/).problems).toEqual([]);
  });

  test.each<[string, Found, readonly string[]]>([
    [
      "is not there",
      { kind: "absent" },
      ['ConfigMap "shop/h" of nginx.ingress.kubernetes.io/custom-headers must be there first: got none'],
    ],
    ["may not be read", { kind: "hidden" }, []],
    ["is right", { kind: "found", object: { data: { "X-Frame-Options": "DENY" } } }, []],
    ["is empty", { kind: "found", object: {} }, []],
    ["has a name that is none", { kind: "found", object: { data: { "X Y": "1" } } }, ['got header "X Y"']],
    [
      "has a value of two lines",
      { kind: "found", object: { data: { Link: "a\nb", A: "" } } },
      ['got header "Link"', 'got header "A"'],
    ],
  ])("a ConfigMap of headers that %s", (_name, map, problems) => {
    const reference = { "nginx.ingress.kubernetes.io/custom-headers": "shop/h" };
    const traffic = { ...settings.traffic, ...ingress(reference) };
    const [need] = nginx
      .needs({ ...settings, traffic })
      .filter(({ paths }) => paths[0]?.includes("configmaps"));
    expect(need?.paths).toEqual(["/api/v1/namespaces/shop/configmaps/h"]);
    const found = need?.judge([map]);
    expect(found?.problems.map(({ text }) => text)).toEqual(
      problems.map((part) => expect.stringContaining(part)),
    );
    for (const problem of found?.problems ?? [])
      expect(problem).toMatchObject({ end: "refused", fix: expect.stringContaining("answers 503") });
    expect(found?.notes).toEqual([expect.stringContaining("global-allowed-response-headers")]);
  });
});
