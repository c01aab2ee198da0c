import { unknownCheckingProxy } from "@pulumi/policy";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { policies } from "../../policies/all";
import { definePolicy } from "../../policies/pack/define-policy";
import { anyImage } from "../../test/policies/pack/start-pack";
import { makeDeployment } from "./deployment";

const surroundings = {
  context: () => ({ now: new Date(), preview: true, stack: "prod", project: "bench" }),
};

/**
 * Milliseconds per resource that every policy of the pack takes, without the engine, the wire and the reading of it:
 * each is called as Pulumi's library calls it, on inputs that no policy has seen before.
 */
export async function measurePolicies(count: number): Promise<number> {
  const defined = policies
    .map((policy) => definePolicy(policy, surroundings))
    .filter((policy): policy is ResourceValidationPolicy => "validateResource" in policy);
  const asked = Array.from({ length: count }, (_, index) => makeDeployment(index));
  const configOf = (name: string): object => (name === "images-signed" ? anyImage[name] : {});
  const began = performance.now();
  for (const { type, name = "", properties } of asked) {
    const raw = structuredClone(properties);
    for (const policy of defined) {
      const args = {
        type,
        name,
        urn: `urn:pulumi:prod::bench::${type}::${name}`,
        props: unknownCheckingProxy(raw) as Record<string, unknown>,
        opts: { ignoreChanges: [], parent: "" },
        getConfig: () => configOf(policy.name),
      };
      const report = (message: string): never => {
        throw new Error(`expected nothing to be found: ${JSON.stringify(message)}`);
      };
      const validate = policy.validateResource as (given: unknown, told: unknown) => Promise<void>;
      await validate(args, report);
    }
  }
  return (performance.now() - began) / count;
}
