import { managers } from "../access/managers";

/** Controller that writes its own state again, by its field manager. */
export interface Fighter {
  /** Name for people. */
  readonly tool: string;
  /** Argument of `sluice gitops`. */
  readonly argument: string;
}

const fighters: readonly (readonly [RegExp, Fighter])[] = [
  [managers.argo, { tool: "Argo CD", argument: "argocd" }],
  [managers.flux, { tool: "Flux", argument: "flux" }],
  [managers.fluxHelm, { tool: "Flux", argument: "flux" }],
];

/** GitOps tool that wrote under this field manager; undefined for any other writer. */
export function findFighter(manager: string): Fighter | undefined {
  return fighters.find(([pattern]) => pattern.test(manager))?.[1];
}
