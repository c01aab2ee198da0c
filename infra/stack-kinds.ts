import type { Inputs } from "@pulumi/pulumi";
import type { Declared } from "./own-program";
import { parseStackName, platformStack } from "../stacks/name";

/** Declaration of one kind of stack. */
interface DeclaresStack {
  /** Reads the stack's files, plans and declares their resources; returns the stack's outputs. */
  declare(root: string, stack: string, declared?: Declared): Promise<Inputs>;
}

/** A kind of stack. */
export interface StackKind {
  /** Pattern of the stack's name, for people. */
  readonly name: string;
  /** Purpose, for people. */
  readonly about: string;
  /** @throws {ConfigError} where the name is that of no stack */
  readonly matches: (stack: string) => boolean;
  /** Whether it has dynamic resources. */
  readonly hasProviders: boolean;
  /** Loaded when needed: a stack does not wait for modules of other kinds. */
  readonly load: () => DeclaresStack;
}

/** Kinds of stacks; the first whose pattern matches a name applies. */
export const stackKinds: readonly StackKind[] = [
  {
    name: "platform",
    about:
      "objects of the whole cluster, which belong to no environment, see [platform.md](../how-to/platform.md)",
    matches: (stack) => stack === platformStack,
    hasProviders: false,
    load: () => require("./platform") as typeof import("./platform"),
  },
  {
    name: "<environment>-canary-<weight>",
    about: "a stage of the environment: gate, shift and soak at a weight of `sluice:stages`",
    matches: (stack) => parseStackName(stack).kind === "stage",
    hasProviders: true,
    load: () => require("./stage") as typeof import("./stage"),
  },
  {
    name: "<environment>",
    about: "the environment, for example `prod`: release, migration, both tracks, route, promotion",
    matches: (stack) => parseStackName(stack).kind === "base",
    hasProviders: true,
    load: () => require("./base") as typeof import("./base"),
  },
];

/**
 * Finds the kind of a stack by its name.
 * @throws {ConfigError} where the name is that of no stack
 */
export function findStackKind(stack: string): StackKind {
  return stackKinds.find(({ matches }) => matches(stack)) as StackKind;
}
