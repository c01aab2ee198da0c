import type { z } from "zod";
import type { BrokenRule } from "../../components/core/problem";
import type { PolicyMetadata } from "./policy-metadata";
import type { Resource } from "./resource";

/**
 * One rule that a resource breaks, told as `Cannot deploy "<resource>": <path> must <rule>: got <value>` with the way
 * out on a line of its own. One finding per thing: a resource with five problems gives five.
 */
export interface Finding extends BrokenRule {
  readonly fix: string;
  /** Another resource than the one that was checked: a stack policy names the resource it means. */
  readonly resource?: Resource;
  /**
   * Nothing is known to be wrong, but the value will only be known in `up`: advisory in a preview (a violation where
   * `unknown: block` is configured), a violation in `up`. @default false
   */
  readonly unknown?: boolean;
  /** Shown without ever blocking. @default false */
  readonly advisory?: boolean;
}

/** Context of a check besides the resource. */
export interface CheckContext {
  /** The time that everything with a date is judged at. */
  readonly now: Date;
  /** Whether this is a preview, where values may be unknown. */
  readonly preview: boolean;
  /** Name of the stack, e.g. `prod-canary-5`; empty where the engine did not send it. */
  readonly stack: string;
  /** Name of the project; empty where the engine did not send it. */
  readonly project: string;
}

/**
 * Findings of a check. A generator is best: the findings before an unknown value are kept, and the unknown value is
 * reported by itself.
 */
export type Findings = Iterable<Finding> | AsyncIterable<Finding> | Promise<Iterable<Finding>>;

/** A schema of a policy's own configuration; every key is optional or has a default. */
export type ConfigSchema = z.ZodObject;

/** A policy that judges each resource by itself, before it is created or updated. */
export interface ResourcePolicy<Config extends ConfigSchema = ConfigSchema> extends PolicyMetadata {
  readonly config?: Config;
  /** Whether `check` is called at all; cheap, by type. @default - every resource */
  applies?(resource: Resource): boolean;
  /** May read an unknown value: that ends the check and is reported. */
  check(resource: Resource, config: z.output<Config>, context: CheckContext): Findings;
}

/** A policy that judges all resources of a stack together, at the end of a preview and of an update. */
export interface StackPolicy<Config extends ConfigSchema = ConfigSchema> extends PolicyMetadata {
  readonly config?: Config;
  checkStack(resources: readonly Resource[], config: z.output<Config>, context: CheckContext): Findings;
}

/** Any policy of the list in `policies/all.ts`. */
export type Policy = ResourcePolicy | StackPolicy;

/** Writes down a resource policy; gives `check` the types of its configuration. */
export function resourcePolicy<Config extends ConfigSchema>(policy: ResourcePolicy<Config>): ResourcePolicy {
  return policy as unknown as ResourcePolicy;
}

/** Writes down a stack policy; gives `checkStack` the types of its configuration. */
export function stackPolicy<Config extends ConfigSchema>(policy: StackPolicy<Config>): StackPolicy {
  return policy as unknown as StackPolicy;
}
