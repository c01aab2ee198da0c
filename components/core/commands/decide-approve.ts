import { hotfixWaivers } from "../gate/checks";
import { approveCommandLine, explainApproval, findApproval } from "../ledger/approval";
import type { ApprovalNeed } from "../ledger/approval";
import type { Ledger } from "../ledger/ledger";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/**
 * Decides what `sluice approve` does: one write of the ledger, or none; it raises nothing itself.
 * @param waives - names of checks of the gate that the stage does not wait for; only of a hotfix
 */
export function decideApprove(
  ledger: Ledger,
  need: ApprovalNeed,
  waives: readonly string[] = [],
): CommandDecision<"record"> {
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
  if (waives.length > 0 && attempt.profile !== "hotfix") {
    return refuseCommand(
      "approve",
      `--waive must be left out unless the release is a hotfix: got ${waives.join(", ")}`,
      "sluice:release.profile: hotfix makes it one, with stages of its own",
    );
  }
  const strange = waives.filter((name) => !hotfixWaivers.includes(name));
  if (strange.length > 0) {
    return refuseCommand(
      "approve",
      `--waive must be ${hotfixWaivers.join(" or ")}: got ${strange.join(", ")}`,
      "repair what it names: every other check of the gate binds a hotfix, too",
    );
  }
  const found = findApproval(attempt, need);
  const known = found.kind === "valid" ? (found.approval.waives ?? []) : [];
  if (found.kind === "valid" && waives.every((name) => known.includes(name))) {
    return { kind: "no-op", steps: [], exitCode: 0, sentence: `Already ${explainApproval(found.approval)}` };
  }
  const without = waives.length === 0 ? "" : ` without ${waives.join(", ")}`;
  const sentence = `Stage ${need.stage} is approved for 24 h${without}; nothing is raised by it`;
  return { kind: "act", steps: ["record"], exitCode: 0, sentence };
}
