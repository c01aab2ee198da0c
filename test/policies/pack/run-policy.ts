import { unknownCheckingProxy } from "@pulumi/policy";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { definePolicy } from "../../../policies/pack/define-policy";
import type { CheckContext, Policy } from "../../../policies/pack/policy";

/** A resource as a test gives it. */
export interface GivenResource {
  readonly type: string;
  readonly props: Record<string, unknown>;
  /** @default "shop" */
  readonly name?: string;
  readonly ignoreChanges?: readonly string[];
  readonly provider?: Record<string, unknown>;
  readonly parent?: string;
}

/** Report of a policy. */
export interface Violation {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel?: "advisory";
}

/** The time of all tests that do not say another. */
export const now = new Date("2026-11-21T12:00:00Z");

const urnOf = ({ type, name = "shop" }: GivenResource): string => `urn:pulumi:prod::sluice::${type}::${name}`;

const toArgs = (given: GivenResource) => ({
  type: given.type,
  name: given.name ?? "shop",
  urn: urnOf(given),
  props: unknownCheckingProxy(given.props) as Record<string, unknown>,
  opts: { ignoreChanges: given.ignoreChanges ?? [], parent: given.parent ?? "" },
  ...(given.provider === undefined ? {} : { provider: { props: given.provider } }),
});

/**
 * Runs a policy as Pulumi's library does.
 * @param config - as `--policy-pack-config` gives it
 */
export async function runPolicy(
  policy: Policy,
  given: GivenResource | readonly GivenResource[],
  config: Record<string, unknown> = {},
  context: Partial<CheckContext> = {},
): Promise<Violation[]> {
  const violations: Violation[] = [];
  const report = ((violation: unknown) => violations.push(violation as Violation)) as never;
  const surroundings = {
    context: () => ({ now, preview: true, stack: "prod", project: "sluice", ...context }),
  };
  const defined = definePolicy(policy, surroundings);
  const list = Array.isArray(given) ? (given as readonly GivenResource[]) : [given as GivenResource];
  if ("validateStack" in defined) {
    const args = { resources: list.map(toArgs), getConfig: () => config };
    await (defined as StackValidationPolicy).validateStack(args as never, report);
  } else {
    const { validateResource } = defined as ResourceValidationPolicy;
    for (const each of list) {
      const args = { ...toArgs(each), getConfig: () => config };
      await (validateResource as (given: unknown, report: unknown) => Promise<void>)(args, report);
    }
  }
  return violations;
}

/** Only the messages. */
export async function messagesOf(...args: Parameters<typeof runPolicy>): Promise<string[]> {
  return (await runPolicy(...args)).map(({ message }) => message);
}
