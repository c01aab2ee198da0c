import { runtime } from "@pulumi/pulumi";

/**
 * Lets the engine start the process of the dynamic providers now, which takes longer than anything else of a preview,
 * instead of at the first resource that needs it: it loads beside this program. Any question does; this one has no
 * answer, and none is waited for.
 */
export function startProviders(): void {
  runtime.invoke("pulumi-nodejs:sluice:start", {}).catch(() => undefined);
}
