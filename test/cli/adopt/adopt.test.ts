import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runAdopt } from "../../../cli/adopt/run-adopt";
import type { AdoptFlags } from "../../../cli/adopt/run-adopt";
import type { Terminal } from "../../../cli/terminal";
import { ApiError } from "../../../components/cluster/api-error";
import type { ProbeAnswer } from "../../../components/core/gate/probes";
import { loadStack } from "../../../stacks/load";
import { container, deployment, object, service } from "../../components/core/workload/from/set";

/** Answer of Prometheus to a query by its time; undefined where it is away. */
let mockPrometheus: ((query: string, atSeconds: number) => string) | undefined;
let mockLists: Readonly<Record<string, readonly object[] | "forbidden" | "broken">>;

jest.mock("../../../components/cluster/connect", () => ({
  open: async ({ context }: { context: string }) => {
    if (context === "gone") throw new Error("no such context");
    return await Promise.resolve({
      find: async (at: string) => {
        if (at.endsWith("/kube-system")) return await Promise.resolve({ metadata: { uid: "5e0a" } });
        const items = mockLists[at.split("/").at(-1) ?? ""];
        if (items === "forbidden") throw new ApiError(403, "Forbidden", "no");
        if (items === "broken") throw new ApiError(500, "Broken", "no");
        return await Promise.resolve(items && { items });
      },
      raw: async (_method: string, at: string) => {
        const asked = new URL(at, "http://fake").searchParams;
        if (mockPrometheus === undefined) throw new ApiError(503, "ServiceUnavailable", "no endpoints");
        const body = mockPrometheus(asked.get("query") ?? "", Number(asked.get("time")));
        return await Promise.resolve({ status: 200, body });
      },
      close: () => undefined,
    });
  },
}));

/** Answer of the gateway to a request from this machine. */
let mockAnswer: ProbeAnswer;

jest.mock("../../../components/traffic/reach/probe", () => ({
  ...jest.requireActual<object>("../../../components/traffic/reach/probe"),
  requestThroughRouter: async () => await Promise.resolve(mockAnswer),
}));

const digest = `sha256:${"a".repeat(64)}`;
const shop = deployment(
  { containers: [container({ image: "registry.example.org/shop:v1" })] },
  { replicas: 2 },
);
const pod = {
  metadata: { name: "shop-1", uid: "u", labels: { app: "shop" } },
  spec: { containers: [] },
  status: {
    phase: "Running",
    containerStatuses: [{ name: "shop", imageID: `registry.example.org/shop@${digest}` }],
  },
};
const route = {
  ...object("gateway.networking.k8s.io/v1", "HTTPRoute", "public", {
    spec: {
      hostnames: ["shop.example.org"],
      parentRefs: [{ name: "edge", namespace: "infra" }],
      rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
    },
  }),
  metadata: { name: "public", namespace: "default", annotations: { "meta.helm.sh/release-name": "shop" } },
};

let folder: string;
let said: string[];
const terminal = { say: (text: string) => said.push(text) } as unknown as Terminal;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-adopt-"));
  said = [];
  mockPrometheus = undefined;
  mockAnswer = { ok: true, status: 200 };
  const place = (one: object) => ({
    ...one,
    metadata: { ...(one as { metadata: object }).metadata, namespace: "default" },
  });
  mockLists = {
    pods: [pod, { ...pod, metadata: { name: "other", uid: "v" } }],
    deployments: [place(shop)],
    services: [place(service("web"))],
    httproutes: [route],
    prometheusrules: "forbidden",
  };
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const adopt = async (objectName = "deployment/shop", more: Partial<AdoptFlags> = {}) =>
  await runAdopt(
    "prod",
    objectName,
    {
      cwd: folder,
      context: "prod-eu",
      namespace: "default",
      prometheus: "service://monitoring/prometheus:9090",
      ...more,
    },
    terminal,
  );

test("a running service becomes an environment that the schema reads, by the digest that its pods run", async () => {
  const { exitCode, sentence, report } = await adopt();
  expect(exitCode).toBe(0);
  expect(sentence).toContain('"shop" serves as before, nothing of it was changed');
  expect(report).toMatchObject({
    written: ["Pulumi.prod.yaml", "k8s/deployment-shop.yaml", "k8s/service-web.yaml"],
    unseen: ["prometheusrules"],
    owners: [{ text: expect.stringContaining("HTTPRoute default/public must be let go by its owner first") }],
  });
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  const { settings } = await loadStack(folder, "prod");
  expect(settings).toMatchObject({
    image: `registry.example.org/shop@${digest}`,
    cluster: { context: "prod-eu", uid: "5e0a" },
    traffic: { route: "public", isShared: true, host: "shop.example.org", service: "web" },
  });
  expect(said).toEqual(
    expect.arrayContaining([
      "runs: 1 pods",
      "Services: Service web",
      "routes: HTTPRoute public",
      "not looked at, no right to list them: prometheusrules",
      expect.stringMatching(/^differs: added to container shop: it serves on for/),
      expect.stringMatching(/^takeover, step 2: once they are ready/),
    ]),
  );
});

test("values that no object tells are named, and files that are there stay without --force", async () => {
  mockLists = { deployments: mockLists["deployments"] ?? [], pods: "forbidden" };
  const { sentence, report } = await runAdopt(
    "prod",
    "deploy/shop",
    { cwd: folder, context: "prod-eu", namespace: "default" },
    terminal,
  );
  expect(sentence).toMatch(/→ fill in 2 values, then sluice init prod/);
  expect(report).toMatchObject({ unseen: ["pods"] });
  await expect(adopt()).rejects.toThrow(/Pulumi\.prod\.yaml must not be there yet/);
  await expect(adopt("deployment/shop", { force: true })).resolves.toMatchObject({ exitCode: 0 });
});

test.each<[string, string, Partial<AdoptFlags>, RegExp]>([
  ["another kind", "rollout/shop", {}, /must be deployment\/NAME: got rollout\/shop/],
  [
    "a Deployment that is not there",
    "deployment/cart",
    {},
    /must be a Deployment of namespace default: got none/,
  ],
  [
    "a chart and a kustomization",
    "deployment/shop",
    { chart: "chart", kustomize: "base" },
    /--chart and --kustomize must not both be given/,
  ],
  ["a context that is not there", "deployment/shop", { context: "gone" }, /no such context/],
])("%s is wrong usage, and nothing is written", async (_, objectName, more, says) => {
  await expect(adopt(objectName, more)).rejects.toThrow(says);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("what may not be listed is never taken for missing", async () => {
  mockLists = { ...mockLists, services: "forbidden" };
  await expect(adopt()).rejects.toThrow(/must be allowed to list services of namespace default/);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("a track of Sluice is not adopted again", async () => {
  mockLists = { deployments: [deployment({}, {}, { app: "shop", "sluice.dev/track": "stable" })] };
  await expect(adopt()).rejects.toThrow(/must be somebody else's: got a track of Sluice/);
});

test("an API server that fails is no empty namespace", async () => {
  mockLists = { ...mockLists, services: "broken" };
  await expect(adopt()).rejects.toThrow("no");
});

const answer = (resultType: string, result: readonly object[]): string =>
  JSON.stringify({ status: "success", data: { resultType, result } });

test("the counters are looked at as the gate will, and what is missing has the setting that turns it on", async () => {
  const told = async () => {
    said = [];
    const { report } = await adopt("deployment/shop", { force: true });
    const lines = said.filter((line) => line.startsWith("counters: "));
    expect((report as { readonly counters: readonly string[] }).counters).toEqual(lines);
    return lines;
  };
  expect(await told()).toEqual([expect.stringContaining("no endpoints")]);

  mockPrometheus = (query) => answer(query.endsWith("]") ? "matrix" : "vector", []);
  expect(await told()).toEqual([
    expect.stringMatching(
      /newest sample of stable must be .* got no series; .*\n *→ check that Prometheus scrapes/,
    ),
  ]);

  const backend =
    "httproute-default-public-gw-infra-edge-ep-web-0-1f0a9c77d1e2b3c4d5e6-svc-default-web-80@kubernetesgateway";
  const labels = {
    __name__: "traefik_service_requests_total",
    code: "200",
    method: "GET",
    protocol: "http",
    service: backend,
    instance: "a",
    job: "traefik",
  };
  mockPrometheus = (query, at) =>
    query.endsWith("]")
      ? answer("matrix", [
          { metric: labels, values: [0, 5, 10, 15].map((ago) => [at - ago, String(100 - ago)]).toReversed() },
        ])
      : answer("vector", []);
  expect(await told()).toEqual([
    expect.stringMatching(/^counters: Prometheus answers, series of stable are fresh/),
  ]);

  // Values that are missing come first.
  said = [];
  await runAdopt(
    "prod",
    "deploy/shop",
    { cwd: folder, context: "prod-eu", namespace: "default", force: true },
    terminal,
  );
  expect(said.join()).not.toMatch(/counters:|gateway:/);
});

test("a gateway that this machine does not reach is told before the takeover waits for it", async () => {
  const told = async () => {
    said = [];
    await adopt("deployment/shop", { force: true });
    return said.filter((line) => line.startsWith("gateway: "));
  };
  expect(await told()).toEqual(["gateway: shop.example.org answers this machine with HTTP 200"]);
  mockAnswer = { ok: false, problem: "getaddrinfo ENOTFOUND shop.example.org" };
  expect(await told()).toEqual([
    expect.stringMatching(
      /^gateway: the gateway must be reachable from here: got getaddrinfo ENOTFOUND shop\.example\.org for 1 of 1 requests\n *→ set sluice:traffic\.address/,
    ),
  ]);
});
