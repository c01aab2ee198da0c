import { asObject, isObject } from "../core/json";
import type { Refusal } from "../core/workload/explain-refusal";
import { findMissing } from "../core/revision/find-missing";
import type { JsonObject } from "../core/revision/revision";
import type { Cluster } from "./api";
import { ApiError } from "./api-error";

const applyPatch = "application/apply-patch+yaml";

/** Answer where the API server does not take a write that is not stored; undefined where it does. */
async function tryWrite(write: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, details, message } = error;
    return { status, words: details.words ?? message, causes: details.causes ?? [] };
  }
}

/**
 * Tries the write of an object, which stores nothing. A refusal counts for nothing where the object is there already as it
 * is to be: nothing will be written. A field that may not change later is no fault of the object: the engine replaces it.
 * @param path - of the object
 * @param manager - field manager of the write
 * @returns refusal of the API server; undefined where it takes the object
 */
export async function tryObject(
  cluster: Cluster,
  path: string,
  object: JsonObject,
  manager: string,
): Promise<Refusal | undefined> {
  const query = `fieldManager=${manager}&dryRun=All`;
  const refusal = await tryWrite(
    async () =>
      await cluster.call("PATCH", `${path}?${query}&force=true`, { body: object, contentType: applyPatch }),
  );
  if (refusal === undefined) return undefined;
  const live = await cluster.find<JsonObject>(path).catch(() => undefined);
  if (live === undefined) return refusal;
  if (findMissing(withoutScale(object), live).length === 0) return undefined;
  if (refusal.causes.length === 0) return refusal;
  const metadata = { ...asObject(object["metadata"]), name: null, generateName: "sluice-tries-" };
  const fresh = await tryWrite(
    async () =>
      await cluster.call("POST", `${path.slice(0, path.lastIndexOf("/"))}?${query}`, {
        body: { ...object, metadata },
      }),
  );
  const causes = refusal.causes.filter(({ field }) => fresh?.causes.some((one) => one.field === field));
  return causes.length === 0 ? undefined : { ...refusal, causes };
}

/** The object as far as a later write changes it: how many pods there are belongs to whoever scales them. */
function withoutScale(object: JsonObject): JsonObject {
  const { labels = null, annotations = null } = asObject(object["metadata"]);
  const spec = object["spec"];
  const kept = isObject(spec) ? { spec: { ...spec, replicas: null, minReplicas: null } } : {};
  return { ...object, metadata: { labels, annotations }, ...kept };
}
