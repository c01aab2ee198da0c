import { asObjects, asText, at } from "../../json";
import { classAnnotation } from "./annotations";
import type { RouterObject } from "../routed-kind";

/** Parts of a user's Ingress that the canary Ingress beside it repeats: class, hosts and paths of one Service. */
export interface MainIngress {
  /** Name of the IngressClass; absent where an annotation says it, or nothing. */
  readonly class?: string;
  /** Class by the annotation of before Kubernetes 1.18. */
  readonly oldClass?: string;
  /** Rules as an Ingress has them, with the paths that lead to the Service; at least one. */
  readonly rules: readonly object[];
}

/**
 * Reads what a canary Ingress has to repeat: a proxy ignores one whose host, path or kind of path is another.
 * @param service - Service that stands for stable
 * @param canary - Service that the canary Ingress leads to, by the same ports
 * @returns undefined where no rule leads to the Service
 */
export function readMain(object: RouterObject, service: string, canary: string): MainIngress | undefined {
  const spec = object.spec as Parameters<typeof at>[0];
  const rules = asObjects(at(spec, "rules")).flatMap((rule) => {
    const paths = asObjects(at(rule, "http", "paths")).flatMap((path) => {
      const backend = at(path, "backend", "service");
      if (at(backend, "name") !== service) return [];
      return [{ ...path, backend: { service: { name: canary, port: at(backend, "port") } } }];
    });
    return paths.length === 0 ? [] : [{ ...rule, http: { paths } }];
  });
  if (rules.length === 0) return undefined;
  const name = asText(at(spec, "ingressClassName"));
  const oldClass = object.metadata.annotations?.[classAnnotation];
  return {
    rules,
    ...(name === undefined ? {} : { class: name }),
    ...(oldClass === undefined || name !== undefined ? {} : { oldClass }),
  };
}
