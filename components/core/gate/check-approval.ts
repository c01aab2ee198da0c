import { findPaused } from "../ledger/pause";
import type { GateFacts } from "./facts";
import { fine } from "./finding";
import type { Finding } from "./finding";

/** Check `approval`: nobody paused the release. */
export function checkApproval({ ledger }: GateFacts): Finding {
  const paused = findPaused(ledger);
  return paused === undefined ? fine("nobody paused the release") : { problems: [paused], fine: "" };
}
