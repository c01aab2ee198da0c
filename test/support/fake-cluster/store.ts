import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { alreadyExists, conflict, namespaceEnds, notFound, Refusal } from "./answer";
import type { Target } from "./kinds";
import { changedFields, disown, join } from "./owners";
import type { Owner } from "./owners";
import { applyPatch, patches } from "./patches";
import { validate } from "./validate";

/** An object as it is stored. */
export interface Stored {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    /** Present while it is being deleted. */
    readonly deletionTimestamp?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly Owner[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: unknown;
}

type Json = Record<string, unknown>;

/** Terms of a write. */
export interface WriteOptions {
  readonly manager: string;
  readonly dryRun: boolean;
}

/** The objects of one API server, with its rules about who may write when. */
export class ObjectStore {
  private objects = new Map<string, Stored>();
  private version = 1;

  private keyOf({ apiVersion, plural, namespace }: Target, name: string): string {
    return [apiVersion, plural, namespace ?? "", name].join("/");
  }

  find(target: Target): Stored {
    const { plural, name = "" } = target;
    const found = this.objects.get(this.keyOf(target, name));
    if (found === undefined) throw notFound(plural, name);
    return found;
  }

  /** Keeps the objects as they are now; the result brings them back, under the resource versions that they had. */
  save(): () => void {
    const saved = new Map(this.objects);
    return () => void (this.objects = new Map(saved));
  }

  /** @param selector - labels as `a=b,c in (d,e)` */
  list(target: Target, selector: string): readonly Stored[] {
    const wanted = selector.match(/[^,(]+(?:\([^)]*\))?/g) ?? [];
    const fits = ({ metadata: { labels = {} } }: Stored): boolean =>
      wanted.every((term) => {
        const [, key = "", value, list] =
          /^\s*([^\s=!]+)\s*(?:==?\s*(\S*)|in\s*\(([^)]*)\))?\s*$/.exec(term) ?? [];
        if (list !== undefined) return list.split(",").some((one) => one.trim() === labels[key]);
        return value === undefined ? key in labels : labels[key] === value;
      });
    const prefix = this.keyOf(target, "");
    const { namespace, apiVersion, plural } = target;
    const start = namespace === undefined ? `${apiVersion}/${plural}/` : prefix;
    return [...this.objects].flatMap(([key, one]) => (key.startsWith(start) && fits(one) ? [one] : []));
  }

  create(target: Target, body: unknown, options: WriteOptions): Stored {
    const { metadata = {}, ...rest } = body as { metadata?: Json };
    const { generateName } = metadata as { generateName?: string };
    const name =
      generateName === undefined
        ? (metadata as { name: string }).name
        : generateName + randomUUID().slice(0, 5);
    const key = this.keyOf(target, name);
    if (this.objects.has(key)) throw alreadyExists(target.plural, name);
    const place = this.objects.get(`v1/namespaces//${target.namespace}`);
    if (place?.metadata.deletionTimestamp !== undefined)
      throw namespaceEnds(target.plural, name, place.metadata.name);
    if ("resourceVersion" in metadata && metadata["resourceVersion"] !== "")
      throw new Refusal(500, "InternalError", "resourceVersion should not be set on objects to be created");
    const hasSpec = "spec" in rest;
    const object = {
      ...rest,
      metadata: {
        ...metadata,
        name,
        ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
        uid: randomUUID(),
        creationTimestamp: new Date().toISOString(),
        ...(hasSpec ? { generation: 1 } : {}),
      },
    } as unknown as Stored;
    return this.put(target, key, object, options, undefined);
  }

  /** `PUT`: compare-and-swap where the body names a version. */
  replace(target: Target, body: unknown, options: WriteOptions): Stored {
    return this.change(target, () => body, options);
  }

  patch(target: Target, contentType: string, body: unknown, options: WriteOptions): Stored {
    const apply = patches[contentType];
    if (apply === undefined) throw new Refusal(415, "UnsupportedMediaType", `not supported: ${contentType}`);
    const isNew = contentType === applyPatch && !this.objects.has(this.keyOf(target, target.name ?? ""));
    if (isNew) return this.create({ ...target, name: undefined }, body, options);
    return this.change(target, (object) => apply(object, body), options);
  }

  remove(target: Target): Stored {
    const object = this.find(target);
    this.objects.delete(this.keyOf(target, object.metadata.name));
    return object;
  }

  private change(target: Target, make: (object: Stored) => unknown, options: WriteOptions): Stored {
    const before = this.find(target);
    const made = make(target.subresource === "scale" ? toScale(before) : before) as Stored;
    const { name, resourceVersion, uid } = before.metadata;
    const wanted = made.metadata?.resourceVersion;
    if (wanted !== undefined && wanted !== "" && wanted !== resourceVersion)
      throw conflict(target.plural, name);
    const after = merged(target, before, made);
    const isSame = isDeepStrictEqual(withoutOwners(after), withoutOwners(before));
    const owners = (made.metadata as Stored["metadata"] | undefined)?.managedFields;
    const hasNewOwners = owners !== undefined && !isDeepStrictEqual(owners, before.metadata.managedFields);
    // A patch that changes nothing is no write.
    if (isSame && !hasNewOwners) return before;
    // Of a Deployment annotations count as well.
    const counted = ({ spec, metadata: { annotations = {} } }: Stored): unknown =>
      target.plural === "deployments" ? [spec, annotations] : spec;
    const isNewSpec = !isDeepStrictEqual(counted(after), counted(before));
    const { generation } = before.metadata;
    const metadata = {
      ...after.metadata,
      uid,
      ...(generation === undefined ? {} : { generation: isNewSpec ? generation + 1 : generation }),
    };
    return this.put(target, this.keyOf(target, name), { ...after, metadata }, options, owners);
  }

  private put(
    target: Target,
    key: string,
    object: Stored,
    { manager, dryRun }: WriteOptions,
    owners: readonly Owner[] | undefined,
  ): Stored {
    const before = this.objects.get(key);
    validate(target, object);
    const claimed = owners ?? before?.metadata.managedFields ?? [];
    const changed = changedFields(target, before, object);
    const others = claimed.filter((one) => one.manager !== manager).map((one) => disown(one, changed));
    const own = claimed.find((one) => one.manager === manager);
    const mine: Owner = {
      manager,
      operation: "Update",
      apiVersion: target.apiVersion,
      time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      fieldsType: "FieldsV1",
      fieldsV1: join(own?.fieldsV1 ?? {}, changed),
      ...(target.subresource === undefined ? {} : { subresource: target.subresource }),
    };
    const stored = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: dryRun ? object.metadata.resourceVersion : String(++this.version),
        managedFields: [...others, mine],
      },
    };
    if (!dryRun) this.objects.set(key, stored);
    return stored;
  }
}

/** Parts of an object that a write may change. */
function merged({ subresource, served }: Target, before: Stored, made: Stored): Stored {
  const name = { name: before.metadata.name, resourceVersion: before.metadata.resourceVersion };
  if (subresource === "scale")
    return { ...before, spec: { ...before.spec, replicas: (made.spec ?? {})["replicas"] } };
  if (subresource === "status") return { ...before, status: made.status };
  const metadata = { ...before.metadata, ...made.metadata, ...name };
  const kept = { ...made, metadata: cleaned(metadata, made.metadata) };
  return served.hasStatus ? { ...kept, status: before.status } : kept;
}

/** Labels and annotations that the write left out are gone. */
function cleaned(metadata: Stored["metadata"], made: Partial<Stored["metadata"]> = {}): Stored["metadata"] {
  const { labels, annotations, ...rest } = metadata;
  return {
    ...rest,
    ...(made.labels === undefined ? {} : { labels }),
    ...(made.annotations === undefined ? {} : { annotations }),
  } as Stored["metadata"];
}

function toScale({ metadata, spec }: Stored): Stored {
  return { metadata, spec: { replicas: spec?.["replicas"] } };
}

function withoutOwners({ metadata, ...rest }: Stored): unknown {
  const { managedFields: _, ...others } = metadata;
  return JSON.parse(JSON.stringify({ ...rest, metadata: others })) as unknown;
}
