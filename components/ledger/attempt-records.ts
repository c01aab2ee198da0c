import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { isConflict } from "../cluster/api-error";
import type { Cluster } from "../cluster/api";
import type { AppPlace } from "../cluster/workloads";
import { isOver, keptRecords, recordOf, recordVersion } from "../core/report/record";
import type { AttemptRecord } from "../core/report/record";
import type { PodLog, PodTraces } from "../core/report/report";
import type { Ledger } from "../core/ledger/ledger";
import type { ObjectMeta } from "../core/object-meta";
import { fieldManager, objectNames } from "../core/settings";
import { databaseSchema } from "./database-schema";
import { attemptSchema, movesSchema } from "./ledger-schema";

const [key, tracesKey] = ["attempt.json.gz", "traces.json.gz"] as const;

/** Label of a record: its app. */
const recordLabel = "sluice.dev/record";

interface Stored {
  readonly metadata: ObjectMeta;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** Largest text that a record unpacks to, bytes: 20 stages with all their points have a tenth of it. */
const maxBytes = 1024 * 1024;

const schema = z.looseObject({
  version: z.literal(recordVersion),
  environment: z.string(),
  app: z.string(),
  attempt: attemptSchema,
  phase: z.enum(["progressing", "held", "aborted", "passed", "promoting", "promoted"]),
  weight: z.number(),
  moves: movesSchema,
  database: databaseSchema.optional(),
});

const folder = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;

const pathOf = ({ app, namespace }: AppPlace, number: number): string =>
  `${folder(namespace)}/${objectNames(app).record(number)}`;

/** A value as binary data of a ConfigMap. */
async function pack(value: unknown): Promise<string> {
  return (await promisify(gzip)(JSON.stringify(value))).toString("base64");
}

async function unpack(object: Stored, name: string): Promise<unknown> {
  const packed = Buffer.from(object.binaryData?.[name] ?? "", "base64");
  const text = await promisify(gunzip)(packed, { maxOutputLength: maxBytes });
  return JSON.parse(text.toString("utf8"));
}

/** Writes data of a record that is there beside what it has. */
async function update(
  cluster: Cluster,
  place: AppPlace,
  number: number,
  found: Stored,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  await cluster.call("PUT", `${pathOf(place, number)}?fieldManager=${fieldManager}`, {
    body: { ...found, binaryData: { ...found.binaryData, ...data } },
    timeoutMs: 3000,
  });
}

/** A record that is there and ours: another app's ledger may have the same name. */
async function findOwn(cluster: Cluster, place: AppPlace, number: number): Promise<Stored | undefined> {
  const object = await cluster.find<Stored>(pathOf(place, number), { timeoutMs: 3000 });
  return object?.metadata.labels?.[recordLabel] === place.app ? object : undefined;
}

/**
 * Writes the record of an attempt that is over, and deletes the one that is beyond the last 20. Best effort: it must
 * neither stop nor delay a release. It is written again where more happens after the end.
 */
export async function writeRecord(cluster: Cluster, place: AppPlace, ledger: Ledger): Promise<void> {
  const record = isOver(ledger) ? recordOf(ledger) : undefined;
  if (record === undefined) return;
  const { number } = record.attempt;
  const data = { [key]: await pack(record) };
  try {
    await create(cluster, place, number, data).catch(async (error: unknown) => {
      const found = isConflict(error) ? await findOwn(cluster, place, number) : undefined;
      if (found === undefined) throw error;
      await update(cluster, place, number, found, data);
    });
    if (number > keptRecords) await deleteRecord(cluster, place, number - keptRecords);
  } catch {
    // The ledger has the attempt until the next one begins.
  }
}

async function create(
  cluster: Cluster,
  { app, namespace }: AppPlace,
  number: number,
  binaryData: Readonly<Record<string, string>>,
): Promise<void> {
  const labels = { "app.kubernetes.io/managed-by": "sluice", [recordLabel]: app };
  const metadata = { name: objectNames(app).record(number), namespace, labels };
  await cluster.call("POST", `${folder(namespace)}?fieldManager=${fieldManager}`, {
    body: { apiVersion: "v1", kind: "ConfigMap", metadata, binaryData },
    timeoutMs: 3000,
  });
}

async function deleteRecord(cluster: Cluster, place: AppPlace, number: number): Promise<void> {
  const found = await findOwn(cluster, place, number);
  if (found === undefined) return;
  await cluster.call("DELETE", pathOf(place, number), { timeoutMs: 3000 });
}

/** Deletes the records that may be there, up to the latest attempt's. */
export async function removeRecords(cluster: Cluster, place: AppPlace, latest: number): Promise<void> {
  const first = Math.max(1, latest - keptRecords);
  const numbers = Array.from({ length: latest - first + 1 }, (_, index) => first + index);
  // One that cannot be deleted must not keep the ledger, which goes after it.
  await Promise.allSettled(numbers.map(async (number) => await deleteRecord(cluster, place, number)));
}

/**
 * Reads the record of an attempt.
 * @returns undefined where there is none, or its problem in words
 */
export async function readRecord(
  cluster: Cluster,
  place: AppPlace,
  number: number,
): Promise<AttemptRecord | { readonly problem: string } | undefined> {
  const object = await findOwn(cluster, place, number);
  if (object === undefined) return undefined;
  try {
    const result = schema.safeParse(await unpack(object, key));
    if (result.success) return result.data as AttemptRecord;
    const issues = result.error.issues.map(
      ({ path, message }) => `${path.join(".") || "(root)"}: ${message}`,
    );
    return { problem: `it is damaged or of a newer Sluice: ${issues.slice(0, 3).join("; ")}` };
  } catch (error) {
    return { problem: `it is damaged: ${(error as Error).message}` };
  }
}

const tracesSchema = z.object({
  events: z.array(z.string()),
  logs: z.array(z.object({ pod: z.string(), container: z.string(), lines: z.array(z.string()) })),
  missing: z.array(z.string()),
});

/**
 * Keeps what the canary's pods left beside the record of their attempt: they go soon after an abort. Best effort, as
 * the record is.
 */
export async function keepTraces(
  cluster: Cluster,
  place: AppPlace,
  number: number,
  traces: PodTraces,
): Promise<void> {
  const logs: PodLog[] = [];
  let left = maxBytes / 2;
  for (const log of traces.logs) {
    const size = JSON.stringify(log).length;
    if (size > left) continue;
    logs.push(log);
    left -= size;
  }
  try {
    const data = { [tracesKey]: await pack({ ...traces, logs }) };
    const found = await findOwn(cluster, place, number);
    if (found !== undefined) await update(cluster, place, number, found, data);
  } catch {
    // A report then has what the cluster still has.
  }
}

/** Traces of an attempt's pods that were kept; undefined where none were, or they cannot be read. */
export async function readKeptTraces(
  cluster: Cluster,
  place: AppPlace,
  number: number,
): Promise<PodTraces | undefined> {
  try {
    const object = await findOwn(cluster, place, number);
    if (object?.binaryData?.[tracesKey] === undefined) return undefined;
    return tracesSchema.parse(await unpack(object, tracesKey));
  } catch {
    return undefined;
  }
}
