import { appContainer } from "./pod-template";

/**
 * Container that serves, by its name: an injected one may come before it.
 * @returns the only one where none has the name; undefined where several are there and none has it
 */
export function findApp<T extends { readonly name: string }>(containers: readonly T[]): T | undefined {
  return (
    containers.find(({ name }) => name === appContainer) ??
    (containers.length === 1 ? containers[0] : undefined)
  );
}
