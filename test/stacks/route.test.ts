import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { ConfigError } from "../../stacks/config-error";
import { loadStack } from "../../stacks/load";
import { withMinimum } from "../../stacks/files/minimum";
import { configWith, fileWith } from "../support/environment";

const manifest = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: default, labels: { team: a }, annotations: { external-dns: "yes" } }
spec:
  parentRefs: [{ name: public, namespace: infra, sectionName: https }, { name: internal, port: 443 }]
  hostnames: ["*.example.org", shop.example.org]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /old } }]
      backendRefs: [{ name: old, port: 80 }]
    - timeouts: { request: 10s }
      backendRefs: [{ name: scholarlink, port: 8080 }]
`;

let root: string;

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "sluice-route-"));
});

afterEach(async () => {
  await fs.rm(root, { recursive: true });
});

/** Settings of the traffic with these keys, and this text as `route.yaml`. */
async function load(traffic: string, text?: string, options: Parameters<typeof loadStack>[2] = {}) {
  await fs.writeFile(path.join(root, "Pulumi.prod.yaml"), fileWith({ traffic }));
  if (text !== undefined) await fs.writeFile(path.join(root, "route.yaml"), text);
  return (await loadStack(root, "prod", options)).settings.traffic;
}

const fromFile = "{ from: { manifest: route.yaml } }";

describe("traffic.from.manifest", () => {
  test("takes a field that is null for one that is not there", async () => {
    const bare = manifest.replace(
      "- timeouts: { request: 10s }",
      "- timeouts: { request: 10s }\n      matches:\n      filters:",
    );
    expect(bare).not.toBe(manifest);
    const read = async (text: string) => (await load(fromFile, text)) as { rules?: unknown };
    const [plain, empty] = [await read(manifest), await read(bare)];
    expect(empty).toEqual(plain);
  });

  test("gives the route its name, hosts, Gateways, labels and rules", async () => {
    expect(await load(fromFile, manifest)).toMatchObject({
      route: "web",
      host: "shop.example.org",
      hosts: ["*.example.org", "shop.example.org"],
      gateway: { name: "public", namespace: "infra", listener: "https" },
      gateways: [
        { name: "public", namespace: "infra", listener: "https" },
        { name: "internal", namespace: "default", port: 443 },
      ],
      metadata: { labels: { team: "a" }, annotations: { "external-dns": "yes" } },
      rules: [{}, { timeouts: { request: "10s" }, backendRefs: [{ name: "scholarlink", port: 8080 }] }],
    });
  });

  test("gives the route no mark by which a tool would take it for its own", async () => {
    const marks =
      "labels: { team: a, app.kubernetes.io/managed-by: Helm }, annotations: { meta.helm.sh/release-name: web }";
    const marked = manifest.replace(/metadata: .*/, `metadata: { name: web, ${marks} }`);
    expect((await load(fromFile, marked)).metadata).toEqual({ labels: { team: "a" }, annotations: {} });
  });

  test("may leave labels and annotations out", async () => {
    const bare = manifest.replace(/metadata: .*/, "metadata: { name: web }");
    expect((await load(fromFile, bare)).metadata).toEqual({ labels: {}, annotations: {} });
  });

  test.each<[string, string | undefined, RegExp]>([
    ["no file", undefined, /route.yaml must exist: got no such file/],
    ["no YAML", "a: [", /must be YAML with one HTTPRoute/],
    ["nothing", "", /must be YAML with one HTTPRoute: got 0 objects/],
    ["two objects", "a: 1\n---\nb: 2\n", /must be YAML with one HTTPRoute: got 2 objects/],
    ["a text", "text", /the file must/],
    ["another kind", manifest.replace("HTTPRoute", "Ingress"), /kind must be "HTTPRoute"/],
    ["a mesh", manifest.replace("name: internal", "kind: Service, name: a"), /name Gateways only/],
    ["wildcards alone", manifest.replace(", shop.example.org", ""), /have a name without "\*"/],
    [
      "another namespace",
      manifest.replace("namespace: default", "namespace: x"),
      /be the app's \(default\): got x/,
    ],
    [
      "no rule of the app",
      manifest.replace("name: scholarlink", "name: x"),
      /have a rule with the backend scholarlink/,
    ],
    [
      "a split that is live",
      manifest.replace("[{ name: scholarlink, port: 8080 }]", "[{ name: scholarlink }, { name: v2 }]"),
      /spec.rules\[1\] must have no backends but "scholarlink".*got scholarlink 1, v2 1 \(route.yaml\)\n  → end the split/,
    ],
  ])("with %s is refused", async (_, text, message) => {
    await expect(load(fromFile, text)).rejects.toThrow(message);
  });

  test("does not keep an abort, which says what it could not read", async () => {
    const said: string[] = [];
    const ignore = (error: ConfigError): void => void said.push(error.message);
    const traffic = await load("{ hosts: [a.b], from: { manifest: gone.yaml } }", undefined, { ignore });
    expect(traffic).toMatchObject({ route: "scholarlink", host: "a.b" });
    expect(await load(fromFile, undefined, { ignore })).toMatchObject({ host: "unreadable.invalid" });
    expect(said.join()).toContain("gone.yaml must exist");
  });

  test("leaves other errors as they are", async () => {
    await fs.mkdir(path.join(root, "route.yaml"));
    const ignore = (): void => undefined;
    await expect(load(fromFile, undefined, { ignore })).rejects.toThrow("EISDIR");
  });
});

describe("traffic", () => {
  test("names a route of another owner, and the Service by which it means the app", async () => {
    expect(await load("{ hosts: [a.b], from: { object: web }, service: shop }")).toMatchObject({
      route: "web",
      isShared: true,
      service: "shop",
    });
  });

  test("names the kind of that route, where it is not the usual one", async () => {
    const kindOf = async (from: string) => (await load(`{ hosts: [a.b], from: ${from} }`)).routeKind;
    expect(await kindOf("{ object: web, kind: GRPCRoute }")).toBe("GRPCRoute");
    expect(await kindOf("{ object: web, kind: HTTPRoute }")).toBeUndefined();
  });

  test("has rules of its own, the app where they name none", async () => {
    const { rules } = await load("{ hosts: [a.b], rules: [{ timeouts: { request: 3s } }] }");
    expect(rules).toEqual([
      { timeouts: { request: "3s" }, backendRefs: [{ name: "scholarlink", port: 8080 }] },
    ]);
  });

  test("has several Gateways", async () => {
    const { gateway, gateways } = await load(
      "{ hosts: [a.b], gateways: [{ name: x }, { name: y, namespace: z }] }",
    );
    expect(gateway).toEqual({ name: "x", namespace: "default" });
    expect(gateways).toEqual([gateway, { name: "y", namespace: "z" }]);
  });

  test.each<[string, string]>([
    ["{}", "sluice:traffic.hosts must be a list of host names: got nothing"],
    [
      "{ hosts: [a.b], router: traefik, from: { object: web, kind: GRPCRoute } }",
      'sluice:traffic.from.kind must be left out but with router "gateway" and from.object',
    ],
    [
      "{ from: { manifest: r.yaml, kind: GRPCRoute } }",
      'sluice:traffic.from.kind must be left out but with router "gateway" and from.object',
    ],
    ["{ hosts: ['*.a.b'] }", 'sluice:traffic.hosts must have a name without "*", which probes send'],
    ["{ hosts: [a.b], from: {} }", "sluice:traffic.from must be either { object } or { manifest }"],
    [
      "{ hosts: [a.b], route: r, from: { object: w } }",
      "sluice:traffic.route must be left out: from names a route",
    ],
    ["{ gateways: [{}], from: { manifest: r } }", "sluice:traffic.gateways must be left out"],
    ["{ hosts: [a.b], rules: [{}], from: { object: r } }", "sluice:traffic.rules must be left out"],
    ["{ hosts: [a.b], rules: [{ weight: 1 }] }", "sluice:traffic.rules[0].weight must"],
    [
      "{ hosts: [a.b], rules: [{ filters: [1] }] }",
      "sluice:traffic.rules[0].filters[0] must be a list of filters",
    ],
    ["{ hosts: [a.b], rules: [{ timeouts: 3 }] }", "sluice:traffic.rules[0].timeouts must be timeouts"],
  ])("%s is refused", (traffic, message) => {
    expect(() => configWith({ traffic })).toThrow(message);
  });
});

test("withMinimum() names a route in place of one of another owner", () => {
  const traffic = { hosts: ["a.b"], from: { object: "web" } };
  expect(withMinimum({ traffic }, { route: "other" })).toEqual({
    traffic: { hosts: ["a.b"], from: { object: "other" }, route: undefined },
  });
  expect(withMinimum({ traffic }, { app: "x" })["traffic"]).toBe(traffic);
});
