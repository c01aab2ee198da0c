import { isMapping } from "../pack/fields";
import type { Fields } from "../pack/fields";
import type { Resource } from "../pack/resource";
import { isUnknown } from "../pack/unknown";

/** One Kubernetes object inside a Pulumi resource. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly fields: Fields;
  /** Place in the resource: empty, or `items[0].` inside a list. */
  readonly prefix: string;
  /** Whether only some fields are shown: a Patch resource sets the fields it names and leaves the rest. */
  readonly partial: boolean;
  /** Namespace it is created in; undefined where none is given. */
  readonly namespace: string | undefined;
  /** For a pod spec or a container inside another object: its place there, and in the template that is made of it. */
  readonly inside?: { readonly at: string; readonly from: string };
  /** Whether only what is set in it is judged. @default false */
  readonly isPart?: boolean;
  /** The one check that it is made for. @default - all */
  readonly onlyFor?: string;
}

const known = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;

/** Group and version of a Pulumi type, e.g. `apps/v1` of `kubernetes:apps/v1:Deployment`. */
function apiVersionOf(type: string): string {
  const version = type.split(":")[1] ?? "";
  return version.replace(/^core\//, "");
}

/**
 * The objects that a resource of Pulumi's Kubernetes provider creates or patches: itself, or the items of a list.
 * Empty for other resources, and for Helm charts, whose objects are resources of their own.
 */
export function toKubernetesObjects(
  resource: Pick<Resource, "type" | "raw" | "provider">,
): KubernetesObject[] {
  if (!/^kubernetes:[^:]+\/v\d\w*:/.test(resource.type) || resource.type.startsWith("kubernetes:helm.sh/")) {
    return [];
  }
  const name = resource.type.split(":")[2] ?? "";
  const partial = name.endsWith("Patch");
  const own = partial ? name.slice(0, -"Patch".length) : name;
  const fallback = known(resource.provider?.["namespace"]);
  const make = (fields: Fields, kind: string, apiVersion: string, prefix: string): KubernetesObject => {
    const metadata = isMapping(fields["metadata"]) ? fields["metadata"] : {};
    return {
      apiVersion: known(fields["apiVersion"]) ?? apiVersion,
      kind: known(fields["kind"]) ?? kind,
      fields,
      prefix,
      partial,
      namespace: known(metadata["namespace"]) ?? fallback,
    };
  };
  const items = resource.raw["items"];
  if (own.endsWith("List") && Array.isArray(items)) {
    const kind = own.slice(0, -"List".length);
    return items
      .filter(isMapping)
      .map((item, index) => make(item, kind, apiVersionOf(resource.type), `items[${index}].`));
  }
  return [make(resource.raw, own, apiVersionOf(resource.type), "")];
}
