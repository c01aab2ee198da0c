import type { Cluster } from "../cluster/api";
import { jsonPatch } from "../cluster/api";
import { ApiError } from "../cluster/api-error";
import type { AppPlace } from "../cluster/workloads";
import { describeOwner } from "../core/access/owner";
import type { ObjectMeta } from "../core/object-meta";
import { RunEnd } from "../core/run-end";
import { storedName } from "../core/revision/hash-configuration";
import type { KnownRevision } from "../core/revision/known-revision";
import type { ConfigurationObject, ConfigurationRef } from "../core/revision/revision";
import { fieldManager } from "../core/settings";
import {
  appLabel,
  fromControllerRevision,
  hashAnnotation,
  revisionObjectName,
  toConfiguration,
  toControllerRevision,
} from "./revision-objects";
import type { ControllerRevision } from "./revision-objects";

const collections = {
  ControllerRevision: ({ namespace }: AppPlace) =>
    `/apis/apps/v1/namespaces/${namespace}/controllerrevisions`,
  ConfigMap: ({ namespace }: AppPlace) => `/api/v1/namespaces/${namespace}/configmaps`,
  Secret: ({ namespace }: AppPlace) => `/api/v1/namespaces/${namespace}/secrets`,
} as const;

type Kind = keyof typeof collections;

interface Created {
  readonly kind: string;
  readonly metadata: Pick<ObjectMeta, "name"> & Partial<ObjectMeta>;
}

/** Reads every stored revision of an app, in no order. */
export async function listRevisions(cluster: Cluster, place: AppPlace): Promise<readonly KnownRevision[]> {
  const selector = encodeURIComponent(`${appLabel}=${place.app}`);
  const path = `${collections.ControllerRevision(place)}?labelSelector=${selector}`;
  const { items } = await cluster.call<{ readonly items: readonly ControllerRevision[] }>("GET", path);
  return items.map((item) => fromControllerRevision(place.app, item)).filter((one) => one !== undefined);
}

/** Reads one stored revision; undefined where it is not stored. */
export async function findRevision(
  cluster: Cluster,
  place: AppPlace,
  name: string,
): Promise<KnownRevision | undefined> {
  const path = `${collections.ControllerRevision(place)}/${revisionObjectName(place.app, name)}`;
  const found = await cluster.find<ControllerRevision>(path);
  return found === undefined ? undefined : fromControllerRevision(place.app, found);
}

/** Creates an object, or finds it there with the same content. */
async function createOnce(cluster: Cluster, place: AppPlace, kind: Kind, body: Created): Promise<Created> {
  const collection = collections[kind](place);
  const query = `fieldManager=${fieldManager}&fieldValidation=Strict`;
  try {
    return await cluster.call<Created>("POST", `${collection}?${query}`, { body });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
  const found = await cluster.call<Created>("GET", `${collection}/${body.metadata.name}`);
  const hash = (object: Created) => object.metadata.annotations?.[hashAnnotation];
  if (hash(found) === hash(body)) return found;
  throw new RunEnd("refused", {
    text: `Cannot store a revision of "${place.app}": ${kind} ${body.metadata.name} of namespace ${place.namespace} must be Sluice's with the hash ${hash(body)}: got ${hash(found) ?? "none"}${describeOwner(found.metadata as ObjectMeta)}; nothing was changed`,
    fix: "give that object another name",
  });
}

/** Lets a configuration object go with the last revision that uses it. */
async function addOwner(
  cluster: Cluster,
  place: AppPlace,
  kind: Kind,
  name: string,
  owner: Created,
): Promise<void> {
  const path = `${collections[kind](place)}/${name}`;
  const { metadata } = await cluster.call<Created>("GET", path);
  const owners = (metadata.ownerReferences ?? []) as readonly { readonly uid?: string }[];
  const { uid, name: ownerName } = owner.metadata;
  if (owners.some((one) => one.uid === uid)) return;
  const reference = { apiVersion: "apps/v1", kind: "ControllerRevision", name: ownerName, uid };
  await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
    contentType: jsonPatch,
    body: [
      { op: "test", path: "/metadata/resourceVersion", value: metadata.resourceVersion },
      { op: "add", path: "/metadata/ownerReferences", value: [...owners, reference] },
    ],
  });
}

/**
 * Stores a revision: its configuration first, then the revision itself. What is there already with the same content is
 * left as it is.
 * @param contents - of the revision's configuration; empty where nothing of it is to be written
 * @throws {RunEnd} `refused` where an object of such a name has another content
 */
export async function storeRevision(
  cluster: Cluster,
  place: AppPlace,
  known: KnownRevision,
  contents: readonly ConfigurationObject[],
): Promise<void> {
  const objects = known.revision.configuration.flatMap((ref: ConfigurationRef) => {
    const content = contents.find(({ kind, name }) => kind === ref.kind && name === ref.name);
    return content === undefined
      ? []
      : [toConfiguration(place, content, { name: storedName(ref), hash: ref.hash })];
  });
  for (const object of objects) await createOnce(cluster, place, object.kind, object);
  const owner = await createOnce(cluster, place, "ControllerRevision", toControllerRevision(place, known));
  for (const { kind, metadata } of objects) await addOwner(cluster, place, kind, metadata.name, owner);
}

/** Deletes stored revisions, and by garbage collection what only they use; one that is gone already is fine. */
export async function removeRevisions(
  cluster: Cluster,
  place: AppPlace,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    try {
      await cluster.call(
        "DELETE",
        `${collections.ControllerRevision(place)}/${revisionObjectName(place.app, name)}`,
      );
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }
}
