import { ApiError } from "../../../../components/cluster/api-error";
import { annotations } from "../../../../components/core/annotations";
import { lookAround } from "../../../../components/stage/soak/soak-look";
import type { SoakLook } from "../../../../components/stage/soak/soak-look";
import type { Session } from "../../../../components/session/session";

const pod = (track: string, restartCount = 0) => ({
  metadata: { name: `shop-${track}-1`, uid: track },
  spec: { containers: [{ name: "app", image: "x" }] },
  status: {
    conditions: [{ type: "Ready", status: "True" }],
    containerStatuses: [{ name: "app", restartCount, ready: true }],
  },
});

const objects: Readonly<Record<string, unknown>> = {
  httproutes: {
    metadata: { name: "shop", resourceVersion: "1", annotations: { [annotations.epoch]: "7-a" } },
    spec: {
      rules: [
        {
          backendRefs: [
            { name: "shop-stable", weight: 0 },
            { name: "shop-canary", weight: 100 },
          ],
        },
      ],
    },
  },
  deployments: {
    metadata: { name: "shop-stable" },
    spec: { replicas: 2, template: { spec: { containers: [] } } },
    status: { readyReplicas: 2 },
  },
};

/** A session over a cluster where some kinds of objects cannot be read. */
function sessionWithout(...away: readonly string[]): { session: Session; said: string[] } {
  const said: string[] = [];
  const read = async (path: string): Promise<unknown> => {
    await Promise.resolve();
    const kind = /httproutes|deployments|pods|horizontalpodautoscalers/.exec(path)?.[0] ?? path;
    if (away.includes(kind)) throw new ApiError(0, "Unreachable", "hang up");
    if (kind === "pods") return { items: [pod(path.includes("canary") ? "canary" : "stable")] };
    return objects[kind];
  };
  const session = {
    settings: {
      app: "shop",
      namespace: "shop",
      stable: { replicas: 2 },
      traffic: { router: "gateway", route: "shop", gateway: { name: "sluice" } },
    },
    cluster: { find: read, call: async (_method: string, path: string) => await read(path) },
    store: { read: async () => await read("ledger") },
    now: () => 1000,
    say: (text: string) => void said.push(text),
  } as unknown as Session;
  return { session, said };
}

const look = async (session: Session): Promise<SoakLook> => await lookAround(session, { weight: 100 }, {});

test("lookAround() reads route, stable and pods", async () => {
  const { session, said } = sessionWithout();
  const { facts, memory } = await look(session);
  expect(facts).toMatchObject({
    route: { kind: "seen", value: { weight: 100, epoch: "7-a" } },
    stable: { kind: "seen", value: { ready: 2, needed: 2 } },
  });
  expect(memory.health).toMatchObject({ ready: { stable: 1, canary: 1 } });
  expect(said).toEqual([]);
});

test.each([
  ["httproutes", "route", "the route"],
  ["deployments", "stable", "stable's Deployment"],
  ["horizontalpodautoscalers", "stable", "stable's autoscaler"],
] as const)("lookAround() without %s: only that is unknown", async (kind, fact, name) => {
  const { session, said } = sessionWithout(kind);
  const { facts, memory } = await look(session);
  for (const one of ["route", "stable"] as const)
    expect(facts[one]).toMatchObject({ kind: one === fact ? "unseen" : "seen" });
  expect(memory.health).toBeDefined();
  expect(said).toEqual([expect.stringContaining(`cannot see ${name}`)]);
});

test("lookAround() keeps what it knows of pods that cannot be listed, and finds no harm in that", async () => {
  const { session } = sessionWithout("pods");
  const { facts, memory } = await look(session);
  expect(memory.health).toBeUndefined();
  expect(facts).not.toHaveProperty("harm");
  expect(facts.route.kind).toBe("seen");
});

test("lookAround() says one line where nothing can be read", async () => {
  const { session, said } = sessionWithout("httproutes", "deployments", "pods", "horizontalpodautoscalers");
  const { facts } = await look(session);
  expect(facts.route.kind).toBe("unseen");
  expect(said).toHaveLength(1);
});
