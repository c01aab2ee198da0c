import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import type { Found } from "../../../../../components/core/routers/need";
import type { TrafficSettings } from "../../../../../components/core/settings";
import { settings } from "./any-route";

const sluice = { name: "sluice", namespace: "gateway" };
const withTraffic = (changes: Partial<TrafficSettings>) => ({
  ...settings,
  traffic: { ...settings.traffic, ...changes },
});
const declared = (changes: Partial<TrafficSettings>) =>
  gateway
    .declare(withTraffic(changes), "t")
    .slice(1)
    .map(({ manifest: { kind, metadata, spec } }) => ({ kind, name: metadata.name, spec }));

const issuer = { name: "letsencrypt", kind: "ClusterIssuer", group: "cert-manager.io" };

describe("gateway.declare() with TLS", () => {
  test("makes nothing more where the certificate is the listener's", () => {
    expect(declared({})).toEqual([]);
    expect(declared({ tls: { lowest: "1.3" } })).toEqual([]);
  });

  test("lets Gateways of other namespaces show the Secret, and no Gateway of its own", () => {
    const tls = { lowest: "1.2", secret: "shop-tls" } as const;
    expect(declared({ tls })).toEqual([
      {
        kind: "ReferenceGrant",
        name: "shop-certificate",
        spec: {
          from: [{ group: "gateway.networking.k8s.io", kind: "Gateway", namespace: "gateway" }],
          to: [{ group: "", kind: "Secret", name: "shop-tls" }],
        },
      },
    ]);
    expect(declared({ tls, gateway: { name: "own", namespace: "shop" } })).toEqual([]);
  });

  test("makes a Certificate of cert-manager for all hosts", () => {
    const [certificate] = declared({
      tls: { lowest: "1.2", secret: "shop-tls", issuer },
      hosts: ["shop.example.org", "*.shop.example.org"],
    });
    expect(certificate).toEqual({
      kind: "Certificate",
      name: "shop-tls",
      spec: {
        secretName: "shop-tls",
        dnsNames: ["shop.example.org", "*.shop.example.org"],
        issuerRef: issuer,
        privateKey: { rotationPolicy: "Always" },
      },
    });
  });

  test("makes a route of the http listener that redirects", () => {
    const redirect = { status: 308, listener: "http" };
    expect(declared({ tls: { lowest: "1.2", redirect }, gateway: { ...sluice, listener: "https" } })).toEqual(
      [
        {
          kind: "HTTPRoute",
          name: "shop-redirect",
          spec: {
            parentRefs: [
              { group: "gateway.networking.k8s.io", kind: "Gateway", ...sluice, sectionName: "http" },
            ],
            hostnames: ["shop.example.org"],
            rules: [
              {
                matches: [{ path: { type: "PathPrefix", value: "/" } }],
                filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 308 } }],
              },
            ],
          },
        },
      ],
    );
  });
});

const http = { name: "http", protocol: "HTTP", port: 80 };
const https = {
  name: "https",
  protocol: "HTTPS",
  port: 443,
  tls: { mode: "Terminate", certificateRefs: [{ name: "shop-tls", namespace: "shop" }] },
};

function judge(listeners: readonly object[] | undefined, changes: Partial<TrafficSettings> = {}) {
  const all = withTraffic({ tls: { lowest: "1.2", secret: "shop-tls" }, ...changes });
  const look = (path: string): Found =>
    path.endsWith("/gateways/sluice")
      ? { kind: "found", object: { spec: listeners === undefined ? {} : { listeners } } }
      : { kind: "absent" };
  return gateway
    .needs(all)
    .flatMap((need) => need.judge(need.paths.map(look)).problems)
    .map(({ text }) => text);
}

const must = 'Cannot serve "shop" by https: Gateway gateway/sluice must ';

test.each<[string, readonly object[] | undefined, Partial<TrafficSettings>, readonly string[]]>([
  ["one for every host", [http, https], {}, []],
  ["one for the host", [{ ...https, hostname: "shop.example.org" }], {}, []],
  ["one for hosts like it", [{ ...https, hostname: "*.example.org" }], {}, []],
  ["one that says no mode", [{ ...https, tls: { certificateRefs: https.tls.certificateRefs } }], {}, []],
  [
    "a Secret of the Gateway's own namespace, where nothing else is asked for",
    [{ ...https, tls: { certificateRefs: [{ name: "x" }] } }],
    { tls: { lowest: "1.2" } },
    [],
  ],
  [
    "no listener at all",
    undefined,
    {},
    [`${must}have a listener that ends HTTPS for shop.example.org: got none`],
  ],
  [
    "one by http alone, and one for another host",
    [http, { ...https, hostname: "*.other.org" }],
    {},
    [
      `${must}have a listener that ends HTTPS for shop.example.org: got http (HTTP, *), https (HTTPS, *.other.org)`,
    ],
  ],
  [
    "one that passes TLS on",
    [{ ...https, tls: { mode: "Passthrough" } }],
    {},
    [`${must}have a listener that ends HTTPS for shop.example.org: got https (HTTPS, *)`],
  ],
  [
    "another one than the chosen, or at another port",
    [https],
    {
      gateways: [
        { ...sluice, listener: "secure" },
        { ...sluice, port: 8443 },
      ],
    },
    [
      `${must}have a listener that ends HTTPS for shop.example.org: got none`,
      `${must}have a listener that ends HTTPS for shop.example.org: got none`,
    ],
  ],
  [
    "another Secret",
    [{ ...https, tls: { certificateRefs: [{ name: "shop-tls" }] } }],
    {},
    [`${must}name Secret shop/shop-tls in a listener's certificateRefs: got gateway/shop-tls`],
  ],
  [
    "no Secret",
    [{ name: "https", protocol: "HTTPS" }],
    {},
    [`${must}name Secret shop/shop-tls in a listener's certificateRefs: got none`],
  ],
  [
    "none that redirects",
    [https],
    { tls: { lowest: "1.2", redirect: { status: 301, listener: "http" } } },
    [`${must}have a listener "http" of protocol HTTP, which redirects: got https (HTTPS, *)`],
  ],
  [
    "one that redirects",
    [http, https],
    { tls: { lowest: "1.2", redirect: { status: 301, listener: "http" } } },
    [],
  ],
  [
    "none at all to redirect",
    undefined,
    { tls: { lowest: "1.2", redirect: { status: 301, listener: "http" } } },
    [
      `${must}have a listener that ends HTTPS for shop.example.org: got none`,
      `${must}have a listener "http" of protocol HTTP, which redirects: got none`,
    ],
  ],
])("gateway.needs() looks at the Gateway's listeners: %s", (_, listeners, changes, problems) => {
  expect(judge(listeners, changes)).toEqual(problems);
});

test("the route that redirects is no rival of the app's own: it is at another listener", () => {
  const tls = { lowest: "1.2", redirect: { status: 301, listener: "http" } } as const;
  const traffic = { tls, gateway: { ...sluice, listener: "https" } };
  const [own, redirect] = gateway.declare(withTraffic(traffic), "t").map(({ manifest }) => manifest);
  const look = (path: string): Found => {
    if (path.endsWith("/gateways/sluice"))
      return { kind: "found", object: { spec: { listeners: [http, https] } } };
    if (path.endsWith("/httproutes")) return { kind: "found", object: { items: [own, redirect] } };
    return path.endsWith("/httproutes/shop") ? { kind: "found", object: own } : { kind: "absent" };
  };
  const found = gateway.needs(withTraffic(traffic)).map((need) => need.judge(need.paths.map(look)));
  expect(found.flatMap(({ problems, notes }) => [...problems, ...notes])).toEqual([]);
});

test("gateway.needs() asks for no listener of a Gateway that is not there, or without edge.tls", () => {
  const listenerNeeds = (changes: Partial<TrafficSettings>) => gateway.needs(withTraffic(changes)).length;
  expect(listenerNeeds({ tls: { lowest: "1.2" } })).toBe(listenerNeeds({}) + 1);
  const absent = gateway
    .needs(withTraffic({ tls: { lowest: "1.2" } }))
    .flatMap((need) => need.judge(need.paths.map(() => ({ kind: "absent" }) as const)).problems);
  expect(absent.map(({ text }) => text)).toEqual([expect.stringContaining("must name a Gateway")]);
});
