import type { CallOptions, Cluster } from "../../../../components/cluster/api";
import { ApiError, patchNotApplied } from "../../../../components/cluster/api-error";
import type { Settings } from "../../../../components/core/settings";
import type { HttpRoute } from "../../../../components/core/routers/gateway/http-route";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";
import { fenceRoute } from "../../../../components/traffic/write/fence-route";
import { raiseWeight } from "../../../../components/traffic/write/raise-weight";
import { applyJsonPatch } from "../../../support/json-patch";
import { ownRules, settings, viewOf, writtenRoute } from "../../core/routers/gateway/any-route";

const route = (weight: number, epoch: string): HttpRoute => writtenRoute(ownRules(weight), epoch);

/** Fate of one PATCH: carried out and answered, or the answer or the request is lost on the way. */
type Turn = "well" | "answerLost" | "requestLost";

const away = () => new ApiError(0, "Unreachable", "cluster does not answer: socket hang up");

/** An API server with one route; a patch whose epoch is no longer the route's is refused as the real one does. */
function serve(
  live: HttpRoute,
  turns: Turn[],
): { cluster: Cluster; writes: () => number; live: () => HttpRoute } {
  let [current, writes] = [live, 0];
  const patch = (operations: readonly PatchOperation[]): HttpRoute => {
    try {
      current = applyJsonPatch(current, operations);
    } catch {
      throw new ApiError(
        422,
        patchNotApplied,
        "the server rejected our request due to an error in our request",
      );
    }
    writes += 1;
    return current;
  };
  const call = async (_method: string, _path: string, options?: CallOptions): Promise<unknown> => {
    const turn = turns.shift() ?? "well";
    if (turn === "requestLost") throw away();
    const answer = patch(options?.body as readonly PatchOperation[]);
    if (turn === "answerLost") throw away();
    return await Promise.resolve(answer);
  };
  const cluster = { call, find: async () => await Promise.resolve(current) } as unknown as Cluster;
  return { cluster, writes: () => writes, live: () => current };
}

/** Raises from 5 to 20 %. */
async function raise(
  server: ReturnType<typeof serve>,
  demandLock = () => undefined as void,
): Promise<{ weight: number; said: string[] }> {
  const said: string[] = [];
  const context = {
    settings: settings as unknown as Settings,
    cluster: server.cluster,
    say: (text: string) => void said.push(text),
  };
  const view = viewOf(route(5, "7.a"));
  const { live } = await raiseWeight(context, view, { weight: 20, epoch: "8.b" }, demandLock);
  return { weight: live.weight, said };
}

test.each<[string, Turn[]]>([
  ["at once", []],
  ["where the request was lost", ["requestLost", "requestLost"]],
  ["where the answer was lost after it was done", ["answerLost"]],
  ["where both happened", ["requestLost", "answerLost", "requestLost"]],
])("the weight is written once: %s", async (_, turns) => {
  const lost = turns.length;
  const server = serve(route(5, "7.a"), turns);
  const { weight, said } = await raise(server);
  expect(weight).toBe(20);
  expect(server.writes()).toBe(1);
  expect(said).toEqual(
    Array.from({ length: lost }, () => expect.stringMatching(/^20 % is not known to be written: .*hang up/)),
  );
});

test("who wrote first wins, also while answers are lost", async () => {
  const aborted = serve(route(0, "8.x"), ["requestLost"]);
  await expect(raise(aborted)).rejects.toMatchObject({ status: 422 });
  expect(aborted.live()).toEqual(route(0, "8.x"));
});

/** Allows the first tries only. */
function allow(tries: number): () => void {
  let asked = 0;
  return () => {
    asked += 1;
    if (asked > tries) throw new Error("the lock was taken");
  };
}

test("nothing is tried again once the lock is lost", async () => {
  const server = serve(route(5, "7.a"), ["requestLost"]);
  await expect(raise(server, allow(1))).rejects.toThrow("the lock was taken");
  expect(server.writes()).toBe(0);
});

test("nothing is sent where it is not allowed at all", async () => {
  const server = serve(route(5, "7.a"), []);
  await expect(raise(server, allow(0))).rejects.toThrow("the lock was taken");
  expect(server.writes()).toBe(0);
});

test("a weight that was written before it was no longer allowed is known to be written", async () => {
  const server = serve(route(5, "7.a"), ["answerLost"]);
  expect((await raise(server, allow(1))).weight).toBe(20);
  expect(server.writes()).toBe(1);
});

test("a weight that was written, and fenced by whoever took the lock before its answer came, is known to be written", async () => {
  const server = serve(route(5, "7.a"), ["answerLost"]);
  const { cluster } = server;
  const find = async (path: string): Promise<unknown> => {
    // Two contenders, one after the other.
    if (server.writes() === 1) {
      await fenceRoute(cluster, settings);
      await fenceRoute(cluster, settings);
    }
    return await cluster.find(path);
  };
  const fenced = { ...cluster, find } as unknown as Cluster;
  expect((await raise({ ...server, cluster: fenced }, allow(1))).weight).toBe(20);
});

test("a late try of a holder whose lock was taken fails: the route was fenced first", async () => {
  const server = serve(route(5, "7.a"), ["well", "requestLost"]);
  await fenceRoute(server.cluster, settings);
  const fenced = server.live();
  await expect(raise(server)).rejects.toMatchObject({ status: 422 });
  expect(server.live()).toEqual(fenced);
  expect(viewOf(fenced).live).toMatchObject({ weight: 5, fencedFrom: ["7.a"] });
});
