import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/**
 * Check `preflight`: where `release.preflight` demands one, it was go for this version and still counts when traffic
 * first rises. What has traffic goes on: a checklist that ends meanwhile stops no release half-way.
 */
export function checkPreflight({ preflight, route, ledger }: GateFacts): Finding {
  if (preflight === undefined) return fine("none is demanded");
  if (route !== undefined && route.weight > 0) return fine("it was asked before traffic first rose");
  if (preflight.kind === "missing")
    return problem(
      `the preflight must be go for this version: got ${preflight.got}`,
      `sluice preflight ${ledger?.environment ?? "ENV"} shows what is open`,
    );
  const { who, atSeconds, checklist } = preflight.record;
  return fine(`${checklist} preflight was go at ${new Date(atSeconds * 1000).toISOString()}, by ${who}`);
}
