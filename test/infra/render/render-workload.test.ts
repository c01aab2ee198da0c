import { ApiError } from "../../../components/cluster/api-error";
import type { JsonObject } from "../../../components/core/revision/revision";
import { renderWorkload } from "../../../infra/render/render-workload";
import type { RenderRequest } from "../../../stacks/settings/rendered";
import {
  container,
  deployment,
  object,
  options,
  pinned,
  service,
} from "../../components/core/workload/from/set";

let mockDocuments: readonly JsonObject[];
/** Objects by path; an error is thrown. */
let mockLive: Readonly<Record<string, object>>;

jest.mock("../../../infra/render/invoke", () => ({
  startRenderer: () => async () => await Promise.resolve([]),
}));
jest.mock("../../../infra/render/render-documents", () => ({
  renderDocuments: async () => await Promise.resolve(mockDocuments),
}));
jest.mock("../../../components/cluster/connect", () => ({
  connectOnce: async () =>
    await Promise.resolve({
      find: async (path: string) => {
        const found = await Promise.resolve(mockLive[path]);
        if (found instanceof Error) throw found;
        return found;
      },
    }),
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

const request: RenderRequest = {
  from: { manifest: ["k8s"] },
  options,
  cluster: { context: "c", uid: "u" },
  router: "gateway",
  isShared: false,
  stableService: "shop",
};

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
  const adopting = async () =>
    await renderWorkload("/project", { ...request, adopt: "shop", isShared: true }, false);
  const of = (group: string, kind: string) => `/apis/${group}/namespaces/prod/${kind}`;
  const pod = {
    metadata: { name: "shop-1", uid: "u", labels: { app: "shop" } },
    spec: { containers: [container()] },
    status: {
      conditions: [{ type: "Ready", status: "True" }],
      containerStatuses: [{ name: "shop", imageID: pinned }],
    },
  };
  const list = (...items: readonly object[]) => ({ items });
  const named = (name: string, spec: object) => ({ metadata: { name, namespace: "prod" }, spec });
  const pods = `/api/v1/namespaces/prod/pods?labelSelector=${encodeURIComponent("app=shop,!sluice.dev/track")}`;

  beforeEach(() => {
    mockLive = {
      ...mockLive,
      "/apis/apps/v1": { resources: [{ name: "deployments", kind: "Deployment", namespaced: true }] },
      [`${of("apps/v1", "deployments")}/shop`]: {
        ...deployment(),
        ...named("shop", deployment()["spec"] as object),
      },
      [pods]: list(pod),
      "/api/v1/namespaces/prod/services/shop": {
        ...service("shop"),
        ...named("shop", service("shop")["spec"] as object),
      },
      [of("policy/v1", "poddisruptionbudgets")]: list(
        named("shop", { selector: { matchLabels: { app: "shop" } } }),
        named("other", { selector: { matchLabels: { app: "other" } } }),
      ),
      [of("autoscaling/v2", "horizontalpodautoscalers")]: list(
        named("shop", { scaleTargetRef: { kind: "Deployment", name: "shop" }, minReplicas: 2 }),
      ),
    };
  });

  test("declares nothing that is there already, and says what is to be taken over", async () => {
    const { services, others, takeover } = await adopting();
    expect(services.kept).toEqual([]);
    expect(services.users).toBe("shop");
    expect(others).toHaveLength(1);
    expect(takeover).toEqual({
      deployment: "shop",
      services: ["shop"],
      budgets: ["shop"],
      scalers: ["shop"],
      pods: 1,
    });
  });

  test("is refused where it says something else than what runs", async () => {
    mockDocuments = [deployment({ containers: [container({ command: ["other"] })] }), service("shop")];
    await expect(adopting()).rejects.toThrow(
      "sluice:app.from must say what Deployment shop runs, since stable takes its place without a stage: got differences at template.spec.containers.0.command",
    );
  });

  test("may say something else once stable is there", async () => {
    mockDocuments = [deployment({ containers: [container({ command: ["other"] })] }), service("shop")];
    mockLive = { ...mockLive, [`${of("apps/v1", "deployments")}/shop-stable`]: named("shop-stable", {}) };
    expect((await adopting()).takeover).toMatchObject({ deployment: "shop" });
  });

  test("is refused where KEDA scales it, and its ScaledObject may not be seen", async () => {
    const scaledObjects = of("keda.sh/v1alpha1", "scaledobjects");
    mockLive = { ...mockLive, [scaledObjects]: new ApiError(403, "Forbidden", "cannot list scaledobjects") };
    expect((await adopting()).takeover).toMatchObject({ scalers: ["shop"] });
    const scaleTargetRef = { kind: "Deployment", name: "shop" };
    const spec = { scaleTargetRef, minReplicas: 2, minReplicaCount: 2 };
    const made = {
      metadata: { name: "keda-hpa-shop", ownerReferences: [{ kind: "ScaledObject", name: "shop" }] },
      spec,
    };
    mockLive = { ...mockLive, [of("autoscaling/v2", "horizontalpodautoscalers")]: list(made) };
    await expect(adopting()).rejects.toThrow(
      "whose ScaledObject this account may see: got shop, which KEDA scales",
    );
    mockLive = { ...mockLive, [scaledObjects]: list({ ...named("shop", spec), kind: "ScaledObject" }) };
    expect((await adopting()).takeover).toMatchObject({ scalers: ["ScaledObject shop"] });
  });

  test("compares the ConfigMaps that are live, and reads what it may not list as nothing", async () => {
    const data = (value: string) => ({ ...object("v1", "ConfigMap", "web"), data: { a: value } });
    const from = [{ configMapRef: { name: "web" } }];
    mockDocuments = [deployment({ containers: [container({ envFrom: from })] }), service("shop"), data("1")];
    const spec = mockDocuments[0]?.["spec"] as object;
    mockLive = {
      ...mockLive,
      "/api/v1": {
        resources: [...core.resources, { name: "configmaps", kind: "ConfigMap", namespaced: true }],
      },
      [`${of("apps/v1", "deployments")}/shop`]: { ...deployment(), ...named("shop", spec) },
    };
    await expect(adopting()).resolves.toMatchObject({ takeover: {} });
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
