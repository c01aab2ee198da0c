import type { GateFacts } from "./facts";
import { fine } from "./finding";
import type { Finding } from "./finding";

/**
 * Check `tls`: users who come by https get a certificate that is valid, for their host and from an authority that they
 * trust. It is no fault of the canary, so `release.emergency` waives it.
 */
export function checkTls({ tls }: GateFacts): Finding {
  if (tls === undefined) return fine("probes do not go by https");
  return {
    problems: tls.problems.map((problem) => ({ ...problem, track: "stable" })),
    fine: tls.found,
  };
}
