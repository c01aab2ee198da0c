import type { Inputs } from "@pulumi/pulumi";

/** Environment as its files describe it, as far as a program of one's own needs it. */
export interface EnvironmentFacts {
  /** Name of the environment, for example "prod". */
  readonly environment: string;
  readonly app: string;
  readonly namespace: string;
  /** Image of the release, with digest. */
  readonly image: string;
  /** Context of the kubeconfig, and uid of the namespace kube-system. */
  readonly cluster: { readonly context: string; readonly uid: string };
}

/** Additions of a program to what the files say. */
export interface Declared {
  /**
   * Kubernetes objects in place of files, one Deployment among them, where `sluice:app.from` is `{ program: true }`.
   * Plain values, the same in every stack of the environment: what only a deployment knows cannot name a revision.
   * @default none
   */
  readonly objects?: readonly object[];
}

/** Part of every kind of stack. */
export interface DeclaresResources {
  /** Name of the stack. */
  readonly stack: string;
  /**
   * Declares the stack's resources as `sluice` does, to be called once.
   * @param declared - objects of the program's own
   * @returns the stack's outputs
   * @throws {RunError} where Pulumi is too old
   */
  declare(declared?: Declared): Promise<Inputs>;
}

/** A stack: the environment itself, one of its stages, or what belongs to the whole cluster. */
export type Environment =
  | (DeclaresResources & EnvironmentFacts & { readonly kind: "base" })
  | (DeclaresResources & EnvironmentFacts & { readonly kind: "stage"; readonly stage: string })
  | (DeclaresResources & { readonly kind: "platform" });
