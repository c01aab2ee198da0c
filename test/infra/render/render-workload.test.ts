import type { JsonObject } from "../../../components/core/revision/revision";
import { renderWorkload } from "../../../infra/render/render-workload";
import type { RenderRequest } from "../../../stacks/rendered";
import { container, deployment, object, options, service } from "../../components/core/workload/from/set";

let mockDocuments: readonly JsonObject[];
let mockLive: Readonly<Record<string, object>>;

jest.mock("../../../infra/render/invoke", () => ({
  startRenderer: () => async () => await Promise.resolve([]),
}));
jest.mock("../../../infra/render/render-documents", () => ({
  renderDocuments: async () => await Promise.resolve(mockDocuments),
}));
jest.mock("../../../components/cluster/connect", () => ({
  connectOnce: async () =>
    await Promise.resolve({ find: async (path: string) => await Promise.resolve(mockLive[path]) }),
}));

const core = {
  resources: [
    { name: "services", kind: "Service", namespaced: true },
    { name: "services/status", kind: "Service", namespaced: true },
    { name: "serviceaccounts", kind: "ServiceAccount", namespaced: true },
    { name: "nodes", kind: "Node", namespaced: false },
  ],
};

beforeEach(() => {
  mockDocuments = [deployment(), service("shop"), object("v1", "ServiceAccount", "web")];
  mockLive = { "/api/v1": core };
});

const request: RenderRequest = { from: { manifest: ["k8s"] }, options, cluster: { context: "c", uid: "u" } };

const render = async () => await renderWorkload("/project", request, false);

test("a set is cut, and the live targets of its Services are kept in mind", async () => {
  const own = { managedFields: [{ manager: "sluice-base" }] };
  const of = (name: string) => ({
    kind: "Service",
    metadata: { name, ...own },
    spec: { ports: [{ name: "http", port: 80, targetPort: 1 }] },
  });
  mockLive = {
    ...mockLive,
    "/api/v1/namespaces/prod/services/shop": of("shop"),
    "/api/v1/namespaces/prod/services/shop-stable": of("shop-stable"),
  };
  const app = await render();
  expect(app.revision.container).toBe("shop");
  expect(app.liveTargets).toEqual({ shop: { http: 1 }, "shop-stable": { http: 1 } });
});

describe("a set that adopts a running Deployment", () => {
  const isDryRun = jest.spyOn(require("@pulumi/pulumi/runtime") as { isDryRun: () => boolean }, "isDryRun");
  const adopting = async () => await renderWorkload("/project", { ...request, adopt: "old" }, false);
  const old = { metadata: { name: "old", namespace: "prod" } };

  beforeEach(() => {
    mockLive = {
      ...mockLive,
      "/apis/apps/v1": { resources: [{ name: "deployments", kind: "Deployment", namespaced: true }] },
      "/apis/apps/v1/namespaces/prod/deployments/old": old,
      "/api/v1/namespaces/prod/services/shop": { metadata: { name: "shop", namespace: "prod" } },
    };
  });
  afterAll(() => isDryRun.mockRestore());

  test("declares in a preview nothing that is there already", async () => {
    isDryRun.mockReturnValue(true);
    const { services, others } = await adopting();
    expect(services.kept).toEqual([]);
    expect(services.users).toBe("shop");
    expect(others).toHaveLength(1);
  });

  test("is refused by an up before anything is touched", async () => {
    isDryRun.mockReturnValue(false);
    await expect(adopting()).rejects.toThrow(
      "Deployment old, Service shop must not be taken over by this version",
    );
  });
});

test.each([
  {
    name: "a set that may not be released",
    set: [deployment({ hostNetwork: true })],
    live: {},
    says: 'Cannot render the workload of "shop": spec.template.spec.hostNetwork of Deployment shop must be left out',
  },
  {
    name: "a Service of another owner",
    set: [deployment(), service("shop")],
    live: { "/api/v1/namespaces/prod/services/shop": { metadata: { name: "shop" } } },
    says: "Service shop must be Sluice's or not exist yet: got one of another owner",
  },
  {
    name: "a set that has lost its Service",
    set: [deployment({ containers: [container({ ports: [] })] })],
    live: {
      "/api/v1/namespaces/prod/services/shop-stable": {
        metadata: { name: "shop-stable" },
        spec: { ports: [{ name: "http", port: 8080, targetPort: "http" }] },
      },
    },
    says: "the set must have a Service of the workload, or a port of container shop",
  },
  {
    name: "a kind that is not there",
    set: [deployment(), object("example.org/v1", "Odd", "a")],
    live: {},
    says: "kind of Odd a must be one that the cluster has",
  },
  {
    name: "a kind of the whole cluster that is not known as one",
    set: [deployment(), object("v1", "Wide", "a")],
    live: {
      "/api/v1": { resources: [...core.resources, { name: "wides", kind: "Wide", namespaced: false }] },
    },
    says: "Wide a must be in a namespace",
  },
])("$name is refused before anything is declared", async ({ set, live, says }) => {
  mockDocuments = set;
  mockLive = { ...mockLive, ...live };
  await expect(render()).rejects.toThrow(says);
});
