import { applyDefaults } from "./defaults";
import type { KubernetesObject } from "../workloads/kubernetes-object";
import { pluralOf } from "./match";
import { toCel } from "./to-cel";

/** An object as CEL expressions read it. */
export interface CelObject {
  readonly object: unknown;
  readonly request: unknown;
  /** Variables that several checks define in the same words, by their text. */
  readonly shared: Map<string, unknown>;
}

/** Object as the API server shows it to an admission policy. */
export function toCelObject(given: KubernetesObject): CelObject {
  const { apiVersion, kind, fields, partial, namespace } = given;
  const defaulted = applyDefaults(kind, fields, partial);
  const metadata = Object(defaulted["metadata"]) as Record<string, unknown>;
  const object = toCel({
    ...defaulted,
    apiVersion,
    kind,
    metadata: namespace === undefined ? metadata : { ...metadata, namespace },
  });
  const [version = "", group = ""] = apiVersion.split("/").toReversed();
  const request = {
    operation: "CREATE",
    kind: { group, version, kind },
    resource: { group, version, resource: pluralOf(kind) },
    namespace: namespace ?? "",
    name: metadata["name"] ?? "",
    dryRun: false,
  };
  return { object, request, shared: new Map() };
}
