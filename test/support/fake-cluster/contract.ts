import { jsonPatch, mergePatch } from "../../../components/cluster/api";
import type { Cluster } from "../../../components/cluster/api";
import {
  ApiError,
  isConflict,
  isUnreachable,
  notServed,
  patchNotApplied,
} from "../../../components/cluster/api-error";
import type { ObjectMeta } from "../../../components/core/object-meta";

/** Place where the contract is tried: a cluster, and a namespace that is empty at first. */
export interface ContractPlace {
  readonly cluster: Cluster;
  readonly namespace: string;
}

type Meta = ObjectMeta & { readonly uid?: string; readonly generation?: number };
interface Written {
  readonly metadata: Meta;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly replicas?: number };
}

export async function refusalOf(asked: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await asked.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`expected a refusal of the API server, got ${String(error)}`);
}

const manager = "fieldManager=sluice";
const media = { contentType: mergePatch };

/**
 * Contract of an API server that our code relies on. The same tests run on the fake and on a real one, so that the
 * fake cannot drift.
 */
export function describeClusterContract(name: string, place: () => ContractPlace): void {
  const maps = (): string => `/api/v1/namespaces/${place().namespace}/configmaps`;
  const deployments = (): string => `/apis/apps/v1/namespaces/${place().namespace}/deployments`;
  const call = async <T = Written>(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<T> =>
    await place().cluster.call<T>(method, path, {
      body,
      ...(contentType === undefined ? {} : { contentType }),
    });
  const read = async (path: string): Promise<Written> => await call("GET", path);
  let count = 0;
  const create = async (
    data: Record<string, string> = { a: "1" },
    labels = {},
  ): Promise<[string, Written]> => {
    const map = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `contract-${++count}`, labels },
      data,
    };
    return [`${maps()}/${map.metadata.name}`, await call("POST", `${maps()}?${manager}`, map)];
  };
  const createDeployment = async (replicas: number): Promise<[string, Written]> => {
    const labels = { app: `contract-${++count}` };
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: labels.app },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "app", image: "example.org/none" }] },
        },
      },
    };
    return [`${deployments()}/${labels.app}`, await call("POST", `${deployments()}?${manager}`, deployment)];
  };

  describe(name, () => {
    test("what is created has a uid and a version, and is created once", async () => {
      const [path, made] = await create();
      expect(made.metadata).toMatchObject({ uid: expect.any(String), resourceVersion: expect.any(String) });
      expect(made.metadata.managedFields).toMatchObject([{ manager: "sluice", operation: "Update" }]);
      const again = { metadata: { name: made.metadata.name }, apiVersion: "v1", kind: "ConfigMap" };
      const refusal = await refusalOf(call("POST", maps(), again));
      expect(refusal).toMatchObject({ status: 409, reason: "AlreadyExists" });
      expect(isConflict(refusal)).toBe(true);
      expect((await read(path)).metadata.resourceVersion).toBe(made.metadata.resourceVersion);
    });

    test("what is missing is named, and what is not served is told from it", async () => {
      expect(await place().cluster.find(`${maps()}/contract-none`)).toBeUndefined();
      expect(await refusalOf(read(`${maps()}/contract-none`))).toMatchObject({
        status: 404,
        reason: "NotFound",
        details: { kind: "configmaps", name: "contract-none" },
      });
      const unknown = `/apis/none.sluice.dev/v1/namespaces/${place().namespace}/nones/x`;
      expect(await refusalOf(read(unknown))).toMatchObject({ status: 404, reason: notServed });
    });

    test("a PUT is compare-and-swap on the version, and needs the object", async () => {
      const [path, made] = await create();
      const next = { ...made, data: { a: "2" } };
      const written = await call("PUT", `${path}?${manager}`, next);
      expect(written.metadata.resourceVersion).not.toBe(made.metadata.resourceVersion);
      const refusal = await refusalOf(call("PUT", path, { ...made, data: { a: "3" } }));
      expect(refusal).toMatchObject({ status: 409, reason: "Conflict" });
      expect((await read(path)).data).toEqual({ a: "2" });
      await call("DELETE", path);
      expect(await refusalOf(call("PUT", path, written))).toMatchObject({ status: 404 });
      expect(await refusalOf(call("DELETE", path))).toMatchObject({ status: 404, reason: "NotFound" });
    });

    test("what changes nothing leaves the version", async () => {
      const [path, made] = await create();
      const same = await call("PUT", `${path}?${manager}`, made);
      expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
      const patched = await call("PATCH", `${path}?${manager}`, { data: { a: "1" } }, mergePatch);
      expect(patched.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
    });

    test.each([
      ["a test that fails", [{ op: "test", path: "/data/a", value: "9" }]],
      ["a test of what is not there", [{ op: "test", path: "/metadata/annotations/x", value: "9" }]],
      ["a place that is not there", [{ op: "remove", path: "/data/none" }]],
      [
        "a later test that fails",
        [
          { op: "replace", path: "/data/a", value: "5" },
          { op: "test", path: "/data/a", value: "1" },
        ],
      ],
    ])("a JSON Patch with %s changes nothing and is a conflict", async (_what, patch) => {
      const [path, made] = await create();
      const refusal = await refusalOf(call("PATCH", path, patch, jsonPatch));
      expect(refusal).toMatchObject({ status: 422, reason: patchNotApplied });
      expect(isConflict(refusal)).toBe(true);
      expect(await read(path)).toMatchObject({
        data: { a: "1" },
        metadata: { resourceVersion: made.metadata.resourceVersion },
      });
    });

    test("a JSON Patch whose tests hold is written as a whole", async () => {
      const [path, made] = await create({ a: "1 && <b>" });
      const patch = [
        { op: "test", path: "/metadata/resourceVersion", value: made.metadata.resourceVersion },
        { op: "test", path: "/data/a", value: "1 && <b>" },
        { op: "replace", path: "/data/a", value: "2" },
        { op: "add", path: "/metadata/annotations", value: { "sluice.dev/epoch": "1-a" } },
        { op: "add", path: "/metadata/annotations/sluice.dev~1zero", value: "x" },
      ];
      expect(await call("PATCH", `${path}?${manager}`, patch, jsonPatch)).toMatchObject({
        data: { a: "2" },
        metadata: { annotations: { "sluice.dev/epoch": "1-a", "sluice.dev/zero": "x" } },
      });
    });

    test("a dry run answers like the write and writes nothing", async () => {
      const [path, made] = await create();
      const patched = await call("PATCH", `${path}?${manager}&dryRun=All`, { data: { a: "2" } }, mergePatch);
      expect(patched.data).toEqual({ a: "2" });
      expect(await read(path)).toMatchObject({
        data: { a: "1" },
        metadata: { resourceVersion: made.metadata.resourceVersion },
      });
      const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "contract-dry" } };
      await call("POST", `${maps()}?${manager}&dryRun=All`, map);
      expect(await place().cluster.find(`${maps()}/contract-dry`)).toBeUndefined();
    });

    test("a merge patch adds, replaces and removes; with an old version it is a conflict", async () => {
      const [path, made] = await create({ a: "1", b: "1" });
      const { data } = await call("PATCH", path, { data: { a: null, b: "2", c: "3" } }, mergePatch);
      expect(data).toEqual({ b: "2", c: "3" });
      const { resourceVersion } = made.metadata;
      const refusal = await refusalOf(
        call("PATCH", path, { metadata: { resourceVersion }, data: { b: "4" } }, mergePatch),
      );
      expect(refusal).toMatchObject({ status: 409, reason: "Conflict" });
    });

    test("another kind of patch is not supported", async () => {
      const [path] = await create();
      expect(await refusalOf(call("PATCH", path, {}, "application/x-none"))).toMatchObject({ status: 415 });
    });

    test("a list is chosen by labels", async () => {
      const group = `g${process.pid}-${++count}`;
      const names = await Promise.all(
        ["x", "y"].map(async (tier) => (await create({}, { group, tier }))[1].metadata.name),
      );
      const listed = async (selector: string): Promise<(string | undefined)[]> =>
        (
          await call<{ items: Written[] }>("GET", `${maps()}?labelSelector=${encodeURIComponent(selector)}`)
        ).items.map(({ metadata }) => metadata.name);
      expect(new Set(await listed(`group=${group}`))).toEqual(new Set(names));
      expect(await listed(`group=${group},tier=y`)).toEqual([names[1]]);
      expect(await listed(`group=${group},tier in (x,z)`)).toEqual([names[0]]);
      expect(await listed(`group=${group},none`)).toEqual([]);
    });

    test("the scale of a Deployment is written by itself and counts as a change, as its annotations do", async () => {
      const [path, made] = await createDeployment(0);
      expect(made.metadata.generation).toBe(1);
      await place().cluster.call("PATCH", `${path}/scale?${manager}`, {
        ...media,
        body: { spec: { replicas: 1 } },
      });
      const scaled = await read(path);
      expect(scaled).toMatchObject({ spec: { replicas: 1 }, metadata: { generation: 2 } });
      await call("PATCH", `${path}?${manager}`, { metadata: { annotations: { x: "y" } } }, mergePatch);
      expect((await read(path)).metadata.generation).toBe(3);
      await call("PATCH", `${path}?${manager}`, { metadata: { labels: { x: "y" } } }, mergePatch);
      expect((await read(path)).metadata.generation).toBe(3);
      await call("DELETE", path);
    });

    test("what is invalid is no conflict, and the server is not away", async () => {
      const [path] = await createDeployment(0);
      const refusal = await refusalOf(call("PATCH", `${path}/scale`, { spec: { replicas: -1 } }, mergePatch));
      expect(refusal).toMatchObject({ status: 422, reason: "Invalid" });
      expect([isConflict(refusal), isUnreachable(refusal)]).toEqual([false, false]);
      await call("DELETE", path);
    });

    test("an image is set by a strategic merge patch, the other containers stay", async () => {
      const [path] = await createDeployment(0);
      const body = {
        spec: { template: { spec: { containers: [{ name: "app", image: "example.org/other" }] } } },
      };
      await call("PATCH", path, body, "application/strategic-merge-patch+json");
      expect(await read(path)).toMatchObject({
        spec: {
          selector: {},
          template: { spec: { containers: [{ name: "app", image: "example.org/other" }] } },
        },
      });
      await call("DELETE", path);
    });
  });
}
