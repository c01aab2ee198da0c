import type { Finding } from "../pack/policy";
import type { Resource } from "../pack/resource";
import { guardUnknown, UnknownValue } from "../pack/unknown";
import { toKubernetesObjects } from "./kubernetes-object";
import type { Json } from "../../components/core/revision/revision";
import { toSelector } from "../../components/core/selectors/match-labels";
import type { LabelSelector } from "./selector";

/** Kubernetes object of the stack; reading an unknown value throws. */
export interface StackObject {
  readonly resource: Resource;
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string | undefined;
  /** Empty where none is given: objects without one are together in the provider's. */
  readonly namespace: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Every Kubernetes object of these kinds that the stack declares; patches and items of lists are left out. */
export function stackObjects(resources: readonly Resource[], ...kinds: readonly string[]): StackObject[] {
  return resources.flatMap((resource) =>
    toKubernetesObjects(resource)
      .filter(({ kind, partial, prefix }) => kinds.includes(kind) && !partial && prefix === "")
      .map(({ kind, apiVersion, fields, namespace }) => {
        const guarded = guardUnknown(fields as Record<string, unknown>);
        const metadata = Object(guarded["metadata"]) as Record<string, unknown>;
        const name = metadata["name"];
        return {
          resource,
          kind,
          apiVersion,
          name: typeof name === "string" ? name : undefined,
          namespace: namespace ?? "",
          metadata,
          get spec() {
            return Object(guarded["spec"]) as Record<string, unknown>;
          },
        };
      }),
  );
}

/** Labels of the pods that a workload makes. */
export function podLabels({ spec }: StackObject): Readonly<Record<string, string>> {
  const { metadata } = Object(spec["template"]) as { metadata?: { labels?: Record<string, string> } };
  return metadata?.labels ?? {};
}

/** A selector of an object's spec. */
export function selectorOf(
  { spec }: StackObject,
  key: "selector" | "podSelector",
): LabelSelector | undefined {
  const selector = (spec[key] ?? undefined) as Json | undefined;
  return selector === undefined ? undefined : toSelector(selector);
}

/**
 * Judges each object by itself: an unknown value of one is reported and does not end the check of the others.
 * @param judge - yields findings; the resource is added here
 */
export function* judgeEach(
  objects: readonly StackObject[],
  judge: (object: StackObject) => Iterable<Finding>,
): Generator<Finding> {
  for (const object of objects) {
    const { resource } = object;
    try {
      for (const finding of judge(object)) yield { resource, ...finding };
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      yield {
        resource,
        path: error.path,
        rule: "be known",
        fix: "it is checked in the update",
        unknown: true,
      };
    }
  }
}
