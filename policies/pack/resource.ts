import { guardUnknown, isUnknown } from "./unknown";

/** Resource as the engine shows it, before it is created or updated; its secrets are in plain text. */
export interface Resource {
  /** Pulumi's type, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Pulumi's name. */
  readonly name: string;
  readonly urn: string;
  /** The inputs; reading an unknown value throws `UnknownValue`, which ends the check and is reported. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The inputs with unknown values as Pulumi writes them: ask `isUnknown` before using any. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Paths that the resource ignores changes of. */
  readonly ignoreChanges: readonly string[];
  /** URN of the parent, where there is one. */
  readonly parent?: string;
  /** Inputs of the resource's provider, where the engine shows them. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Every text among the inputs that Pulumi marks as a secret: never shown. */
  readonly secrets: readonly string[];
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;

/** Fields of a resource that have no guarded twin. */
export type RawResource = Omit<Resource, "props">;

/** A resource whose `props` are guarded. */
export function toResource(resource: RawResource): Resource {
  return { ...resource, props: guardUnknown(resource.raw as Record<string, unknown>) };
}

/** Name of the resource in messages: `Deployment prod/shop` for a Kubernetes object, else its type and name. */
export function describeResource({ type, name, raw }: Pick<Resource, "type" | "name" | "raw">): string {
  const short = type.split(":").pop() ?? type;
  if (!type.startsWith("kubernetes:")) return `${short} ${name}`;
  const metadata = Object(raw["metadata"]) as { name?: unknown; namespace?: unknown };
  const object = text(metadata.name) ?? name;
  const namespace = text(metadata.namespace);
  return `${text(raw["kind"]) ?? short} ${namespace === undefined ? object : `${namespace}/${object}`}`;
}
