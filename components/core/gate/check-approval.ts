import { approveCommandLine, explainApproval } from "../ledger/approval";
import { findPaused } from "../ledger/pause";
import type { GateFacts } from "./facts";
import type { Finding, GateProblem } from "./finding";

/** Check `approval`: nobody paused the release, and where the stage asks for it a person approved it. */
export function checkApproval({ ledger, approval, key }: GateFacts): Finding {
  const paused = findPaused(ledger);
  const problems: GateProblem[] = paused === undefined ? [] : [paused];
  if (approval?.kind === "missing") {
    problems.push({
      text: `stage ${key} must be approved by a person: got ${approval.got}`,
      fix: approveCommandLine(String(ledger?.environment), key),
    });
  }
  const by = approval?.kind === "valid" ? `; ${explainApproval(approval.approval)}` : "";
  return { problems, fine: `nobody paused the release${by}` };
}
