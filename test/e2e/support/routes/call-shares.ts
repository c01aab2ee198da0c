import { done } from "../app";
import type { App } from "../app";

/** A rule of the app's GRPCRoute. */
interface CallRule {
  readonly backendRefs: readonly { readonly name: string; readonly weight?: number }[];
}

/** Rules of the app's live GRPCRoute. */
export const readCallRules = async (app: App): Promise<readonly CallRule[]> =>
  JSON.parse(
    await app.kubectl("get", "grpcroute", "scholarlink", "-o", "jsonpath={.spec.rules}"),
  ) as readonly CallRule[];

/** Weights of both tracks in the app's rule of its GRPCRoute. */
export const readCallShares = async (app: App) =>
  (await readCallRules(app))
    .find(({ backendRefs: [first] }) => first?.name === "scholarlink-stable")
    ?.backendRefs.map(({ name, weight }) => [name, weight]);

/** Words of a check whose health calls reach the tracks that it asks: it does not say "cannot be verified". */
export const reached =
  /probes reach (?:stable \([3-6] of 6\)|both tracks \(stable [3-6] of 6, canary [3-6] of 6\))/;

/** Verdict of the gate's check `path` at the next stage, in words. */
export async function lookAtPath(app: App, stack: string): Promise<string> {
  const { text } = done(await app.pulumi("preview", "-s", stack, "--diff"));
  return /path: .*/.exec(text)?.[0] ?? text;
}
