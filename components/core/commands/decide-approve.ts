import { approveCommandLine, explainApproval, findApproval } from "../ledger/approval";
import type { ApprovalNeed } from "../ledger/approval";
import type { Ledger } from "../ledger/ledger";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/** Decides what `sluice approve` does: one write of the ledger, or none; it raises nothing itself. */
export function decideApprove(ledger: Ledger, need: ApprovalNeed): CommandDecision<"record"> {
  const { attempt, phase, environment } = ledger;
  const status = `sluice status ${environment} shows it`;
  if (attempt === undefined || (phase !== "progressing" && phase !== "held")) {
    return refuseCommand(
      "approve",
      `the release must be on its way through its stages: got ${phase}`,
      status,
    );
  }
  const stage = attempt.stages.find(({ key }) => key === need.stage);
  const open = attempt.stages.filter((one) => one.phase !== "passed").map(({ key }) => key);
  if (stage === undefined || stage.phase === "passed") {
    return refuseCommand(
      "approve",
      `--stage must be one that did not pass yet, ${open.join(" or ")}: got ${need.stage}`,
      approveCommandLine(environment, String(open[0])),
    );
  }
  const found = findApproval(attempt, need);
  if (found.kind === "valid") {
    return { kind: "no-op", steps: [], exitCode: 0, sentence: `Already ${explainApproval(found.approval)}` };
  }
  const sentence = `Stage ${need.stage} is approved for 24 h; nothing is raised by it`;
  return { kind: "act", steps: ["record"], exitCode: 0, sentence };
}
