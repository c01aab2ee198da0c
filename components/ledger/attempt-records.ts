import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { isConflict } from "../cluster/api-error";
import type { Cluster } from "../cluster/api";
import type { AppPlace } from "../cluster/workloads";
import { isOver, keptRecords, recordOf, recordVersion } from "../core/report/record";
import type { AttemptRecord } from "../core/report/record";
import type { Ledger } from "../core/ledger/ledger";
import type { ObjectMeta } from "../core/object-meta";
import { fieldManager, objectNames } from "../core/settings";
import { databaseSchema } from "./database-schema";
import { attemptSchema, movesSchema } from "./ledger-schema";

const key = "attempt.json.gz";

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

async function toData(record: AttemptRecord): Promise<Readonly<Record<string, string>>> {
  const packed = await promisify(gzip)(JSON.stringify(record));
  return { [key]: packed.toString("base64") };
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
  const data = await toData(record);
  try {
    await create(cluster, place, number, data).catch(async (error: unknown) => {
      const found = isConflict(error) ? await findOwn(cluster, place, number) : undefined;
      if (found === undefined) throw error;
      await cluster.call("PUT", `${pathOf(place, number)}?fieldManager=${fieldManager}`, {
        body: { ...found, binaryData: data },
        timeoutMs: 3000,
      });
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
    const packed = Buffer.from(object.binaryData?.[key] ?? "", "base64");
    const text = await promisify(gunzip)(packed, { maxOutputLength: maxBytes });
    const result = schema.safeParse(JSON.parse(text.toString("utf8")));
    if (result.success) return result.data as AttemptRecord;
    const issues = result.error.issues.map(
      ({ path, message }) => `${path.join(".") || "(root)"}: ${message}`,
    );
    return { problem: `it is damaged or of a newer Sluice: ${issues.slice(0, 3).join("; ")}` };
  } catch (error) {
    return { problem: `it is damaged: ${(error as Error).message}` };
  }
}
