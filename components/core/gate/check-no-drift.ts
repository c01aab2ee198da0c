import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/** Check `no-drift`: the live weight and epoch are the ledger's, nobody else moved traffic. */
export function checkNoDrift({ reconcile, ledger }: GateFacts): Finding {
  return reconcile.kind === "drift"
    ? problem(reconcile.text, reconcile.fix)
    : fine(`live weight and epoch are the ledger's (${ledger?.weight ?? 0} %)`);
}
