import type { Settings } from "../settings";
import { renderArgocd } from "./argocd";
import { renderFlux } from "./flux";
import type { GitopsPart } from "./part";
import { renderPko } from "./pko";
import type { ProjectSource } from "./pko";

/** Tool that applies what stands in Git. */
export interface GitopsTool {
  /** Argument of `sluice gitops`. */
  readonly name: string;
  readonly about: string;
  /** It checks out the project itself. @default false */
  readonly needsSource?: true;
  render(settings: Settings, source: ProjectSource): readonly GitopsPart[];
}

/** All tools. */
export const gitopsTools: readonly GitopsTool[] = [
  { name: "argocd", about: "Argo CD", render: renderArgocd },
  { name: "flux", about: "Flux", render: renderFlux },
  { name: "pko", about: "the Pulumi Kubernetes Operator", needsSource: true, render: renderPko },
];
