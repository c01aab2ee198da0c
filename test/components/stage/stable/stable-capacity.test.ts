import { growStable } from "../../../../components/stage/stable/stable-capacity";
import type { Session } from "../../../../components/session/session";

/** A session over a cluster whose stable has so many replicas, so many of them ready, of three declared. */
function sessionOf(replicas: number, readyReplicas: number) {
  const writes: unknown[] = [];
  const deployment = {
    metadata: { name: "shop-stable" },
    spec: { replicas, template: { spec: { containers: [] } } },
    status: { readyReplicas },
  };
  const read = async (path: string): Promise<unknown> =>
    await Promise.resolve(path.includes("/deployments/") ? deployment : { items: [] });
  const call = async (method: string, path: string, options?: { body?: unknown }): Promise<unknown> => {
    if (method === "PATCH") writes.push(options?.body);
    return await read(path);
  };
  const session = {
    settings: { app: "shop", namespace: "shop", stable: { replicas: 3 } },
    cluster: { find: read, call },
    say: () => undefined,
  } as unknown as Session;
  return { session, writes };
}

test("growStable() brings stable to what everything needs, at once", async () => {
  const { session, writes } = sessionOf(1, 1);
  expect(await growStable(session, 20)).toEqual({ ready: 1, needed: 3 });
  expect(writes).toEqual([{ spec: { replicas: 3 } }]);
});

test("growStable() writes nothing where pods only have to get ready, or all are", async () => {
  for (const ready of [2, 3]) {
    const { session, writes } = sessionOf(3, ready);
    expect(await growStable(session, 20)).toEqual({ ready, needed: 3 });
    expect(writes).toEqual([]);
  }
});
