import { readPodsFact, readVolumes } from "../../../cli/preflight/read-pods";
import { ApiError } from "../../../components/cluster/api-error";
import { findSidecars, findVolumes } from "../../../components/core/preflight/find-pods";
import type { Pod } from "../../../components/core/workload/pod";
import { preflightFacts } from "../../support/preflight";
import { fakeEnvironment } from "../support/fake-cluster";

const { settings, cluster } = fakeEnvironment({}).context;
const [events, claims] = ["/events?fieldSelector=type%3DWarning", "/persistentvolumeclaims/"];

const podOf = (name: string, containers = ["app", "istio-proxy"], state: object = { running: {} }): Pod => ({
  metadata: { name, uid: name },
  spec: { containers: containers.map((one) => ({ name: one })), initContainers: [{ name: "istio-init" }] },
  status: { containerStatuses: [{ name: "app", state }] },
});
const template = {
  metadata: { labels: { app: "shop" } },
  spec: {
    containers: [{ name: "app" }],
    volumes: [
      { name: "cache", emptyDir: {} },
      { name: "data", persistentVolumeClaim: { claimName: "shop-data" } },
    ],
  },
};

/** Facts of a namespace with these objects; one that is undefined may not be read. */
async function look(given: { pods?: readonly Pod[]; items?: readonly object[]; phase?: string | 403 | 404 }) {
  const denied = new ApiError(403, "Forbidden", "no right");
  const find = async (path: string): Promise<unknown> => {
    if (path.endsWith(events)) {
      if (given.items === undefined) throw denied;
      return { items: given.items };
    }
    if (path.includes(claims)) {
      if (given.phase === 403) throw denied;
      return given.phase === 404 ? undefined : { status: { phase: given.phase } };
    }
    return { metadata: { labels: { "istio-injection": "enabled" } } };
  };
  const call = async (): Promise<unknown> => {
    if (given.pods === undefined) throw denied;
    return await Promise.resolve({ items: given.pods });
  };
  const own = { settings, cluster: { ...cluster, find, call } as typeof cluster };
  const pods = await readPodsFact(own, template);
  const { pods: _, ...rest } = preflightFacts();
  const facts = {
    ...rest,
    volumes: await readVolumes(own, template),
    ...(pods === undefined ? {} : { pods }),
  };
  return { volumes: findVolumes(facts), sidecars: findSidecars(facts) };
}

const mountFailed = {
  involvedObject: { name: "b" },
  metadata: {},
  reason: "FailedMount",
  message: 'MountVolume.SetUp failed for volume "data"',
};

test("pods with their sidecar, and volumes that are bound and mounted", async () => {
  expect(await look({ pods: [podOf("a"), podOf("b")], items: [], phase: "Bound" })).toEqual({
    volumes: {
      kind: "go",
      text: "cache, data (PersistentVolumeClaim shop-data: Bound); mounted in all 2 pods of stable",
    },
    sidecars: { kind: "go", text: "istio-proxy in all 2 pods" },
  });
});

test("a pod that its injector missed", async () => {
  const { sidecars } = await look({ pods: [podOf("a"), podOf("b", ["app"])], items: [], phase: "Bound" });
  expect(sidecars).toMatchObject({
    kind: "no-go",
    text: expect.stringContaining(
      "no istio-proxy in b, asked for by istio-injection: enabled of the namespace",
    ),
  });
});

test.each([
  ["a claim that is not there", { phase: 404 }, "no-go"],
  ["a claim that lost its volume", { phase: "Lost" }, "no-go"],
  ["a claim that may not be read", { phase: 403 }, "unknown"],
  [
    "a volume that a pod waits for",
    { pods: [podOf("a"), podOf("b", [], { waiting: {} })], items: [mountFailed] },
    "no-go",
  ],
  ["a pod that waits, nobody knows for what", { pods: [podOf("b", [], { waiting: {} })] }, "unknown"],
  // It runs since: the Event is of before.
  ["a volume that came late", { items: [mountFailed] }, "go"],
] as const)("%s", async (_, given, kind) => {
  const { volumes } = await look({ pods: [podOf("a"), podOf("b")], phase: "Bound", ...given });
  expect(volumes).toMatchObject({ kind });
});

test("pods that may not be listed", async () => {
  expect(await look({ items: [], phase: "Bound" })).toMatchObject({
    volumes: { kind: "unknown" },
    sidecars: { kind: "unknown" },
  });
});
