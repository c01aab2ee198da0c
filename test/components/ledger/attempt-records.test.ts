import { ApiError } from "../../../components/cluster/api-error";
import type { Cluster } from "../../../components/cluster/api";
import {
  keepTraces,
  readKeptTraces,
  readRecord,
  removeRecords,
  writeRecord,
} from "../../../components/ledger/attempt-records";
import { attemptOf, ledgerOf } from "../../support/gate";

const place = { app: "app", namespace: "prod" };

interface Stored {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly binaryData?: Readonly<Record<string, string>>;
}

function clusterWith(objects: Map<string, Stored>) {
  const cluster = {
    call: async (method: string, path: string, options?: { body?: Stored }) => {
      const name = path.split("?")[0]?.split("/configmaps/")[1];
      await Promise.resolve();
      if (method === "DELETE") return void objects.delete(name ?? "");
      const body = options?.body as Stored;
      if (method === "POST" && objects.has(body.metadata.name))
        throw new ApiError(409, "AlreadyExists", "POST: already exists");
      return void objects.set(body.metadata.name, body);
    },
    find: async (path: string) => await Promise.resolve(objects.get(path.split("/configmaps/")[1] ?? "")),
  };
  return cluster as unknown as Cluster;
}

const ended = (number: number) => ledgerOf({ phase: "aborted", attempt: attemptOf([], { number }) });

test("writeRecord() keeps an attempt that is over, and readRecord() gives it back", async () => {
  const objects = new Map<string, Stored>();
  const cluster = clusterWith(objects);
  await writeRecord(cluster, place, ledgerOf({ attempt: attemptOf([], { number: 3 }) }));
  expect(objects.size).toBe(0);
  await writeRecord(cluster, place, ended(3));
  expect([...objects.keys()]).toEqual(["sluice-app-attempt-3"]);
  const record = await readRecord(cluster, place, 3);
  expect(record).toMatchObject({ app: "app", phase: "aborted", attempt: { number: 3 } });
  expect(await readRecord(cluster, place, 4)).toBeUndefined();
});

test("writeRecord() writes again what happens after the end, and keeps the last 20", async () => {
  const objects = new Map<string, Stored>();
  const cluster = clusterWith(objects);
  for (let number = 1; number <= 23; number++) await writeRecord(cluster, place, ended(number));
  expect(objects.size).toBe(20);
  expect(objects.has("sluice-app-attempt-3")).toBe(false);
  const move = { atSeconds: 2000, from: 5, to: 0, by: "sluice abort", reason: "abort: slow" };
  await writeRecord(cluster, place, { ...ended(23), moves: [move] });
  expect(await readRecord(cluster, place, 23)).toMatchObject({ moves: [move] });
});

test("writeRecord() never touches an object of that name that is not its own", async () => {
  const foreign = { metadata: { name: "sluice-app-attempt-3" } };
  const objects = new Map<string, Stored>([["sluice-app-attempt-3", foreign]]);
  const cluster = clusterWith(objects);
  await writeRecord(cluster, place, ended(3));
  await removeRecords(cluster, place, 3);
  expect(objects.get("sluice-app-attempt-3")).toBe(foreign);
  expect(await readRecord(cluster, place, 3)).toBeUndefined();
});

test("writeRecord() never fails: a record must not stop a release", async () => {
  const call = async () => await Promise.reject(new ApiError(403, "Forbidden", "POST: forbidden"));
  await writeRecord({ call } as unknown as Cluster, place, ended(3));
});

test("removeRecords() deletes those that may be there", async () => {
  const objects = new Map<string, Stored>();
  const cluster = clusterWith(objects);
  for (const number of [2, 3]) await writeRecord(cluster, place, ended(number));
  await removeRecords(cluster, place, 3);
  expect(objects.size).toBe(0);
});

test.each([
  ["not packed", "eA=="],
  ["empty", ""],
])("readRecord() names a record that is damaged: %s", async (_, data) => {
  const metadata = { name: "sluice-app-attempt-3", labels: { "sluice.dev/record": "app" } };
  const objects = new Map([["sluice-app-attempt-3", { metadata, binaryData: { "attempt.json.gz": data } }]]);
  const record = await readRecord(clusterWith(objects), place, 3);
  expect(record).toMatchObject({ problem: expect.stringContaining("it is damaged") as unknown });
});

const logOf = (container: string, lines: readonly string[]) => ({ pod: "app-canary-1", container, lines });
const traces = { events: ["BackOff"], logs: [logOf("app", ["start", "panic"])], missing: ["those of waf"] };

test("keepTraces() keeps what pods left beside the record, also where that is written again", async () => {
  const objects = new Map<string, Stored>();
  const cluster = clusterWith(objects);
  await keepTraces(cluster, place, 3, traces);
  expect(await readKeptTraces(cluster, place, 3)).toBeUndefined();
  await writeRecord(cluster, place, ended(3));
  expect(await readKeptTraces(cluster, place, 3)).toBeUndefined();
  await keepTraces(cluster, place, 3, traces);
  await writeRecord(cluster, place, { ...ended(3), weight: 0 });
  expect(await readKeptTraces(cluster, place, 3)).toEqual(traces);
  expect(await readRecord(cluster, place, 3)).toMatchObject({ attempt: { number: 3 } });
});

test("keepTraces() leaves out logs that are too large to be kept, and never fails", async () => {
  const cluster = clusterWith(new Map<string, Stored>());
  await writeRecord(cluster, place, ended(3));
  const huge = logOf("chatty", ["x".repeat(600_000)]);
  await keepTraces(cluster, place, 3, { ...traces, logs: [huge, ...traces.logs] });
  expect((await readKeptTraces(cluster, place, 3))?.logs).toEqual(traces.logs);
  const find = async () => await Promise.reject(new ApiError(403, "Forbidden", "GET: forbidden"));
  await keepTraces({ find } as unknown as Cluster, place, 3, traces);
  expect(await readKeptTraces({ find } as unknown as Cluster, place, 3)).toBeUndefined();
});
