import { appContainer } from "./pod-template";

/** Annotation of pods whose app's container has a name of its own: what is injected beside it changes nothing. */
export const containerAnnotation = "sluice.dev/container";

/** Metadata of a pod or its template, as far as it is read here. */
export interface Annotated {
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Container that serves, by its name: an injected one may come before it.
 * @param metadata - of the pod or its template, which may name it
 * @returns the only one where none has the name; undefined where several are there and none has it
 */
export function findApp<T extends { readonly name: string }>(
  containers: readonly T[],
  metadata: Annotated = {},
): T | undefined {
  const wanted = metadata.annotations?.[containerAnnotation] ?? appContainer;
  return (
    containers.find(({ name }) => name === wanted) ?? (containers.length === 1 ? containers[0] : undefined)
  );
}
