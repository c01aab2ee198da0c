import type { Resource } from "../../pack/resource";
import type { FindObject } from "../../../components/core/routers/headers/header-reader";
import { partOf, textOf } from "../../../components/core/routers/headers/shape";

/** Kind of a Kubernetes resource as its Pulumi type has it, `HTTPRoute` for `kubernetes:…/v1:HTTPRoute`. */
export function kindOf({ type }: Pick<Resource, "type">): string {
  return type.startsWith("kubernetes:") ? (type.split(":").at(-1) ?? "") : "";
}

/** Namespace of a resource, `default` where none is given. */
export function namespaceOf({ props }: Pick<Resource, "props">): string {
  return textOf(partOf(props["metadata"])["namespace"]) || "default";
}

/** Looks objects up among the resources of a stack, by kind, namespace and name. */
export function objectFinder(resources: readonly Resource[]): FindObject {
  const known = new Map(
    resources
      .filter((resource) => kindOf(resource) !== "")
      .map((resource) => {
        const metadata = partOf(resource.raw["metadata"]);
        const namespace = textOf(metadata["namespace"]) || "default";
        const name = textOf(metadata["name"]) || resource.name;
        return [`${kindOf(resource)} ${namespace}/${name}`, resource.props] as const;
      }),
  );
  return (kind, namespace, name) => known.get(`${kind} ${namespace}/${name}`);
}
