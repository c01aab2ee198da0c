import { findSignOff } from "../ledger/sign-off";
import type { PreflightState } from "../ledger/sign-off";
import { preflightItems } from "../preflight/items";
import { toVersion } from "../revision/version";
import type { AttemptRecord } from "./record";
import type { AfterEntry } from "./report";

/** Items that are asked after this end of an attempt, and who signed them off; none while it runs. */
export function listAfter(
  { environment, attempt, phase }: AttemptRecord,
  state: PreflightState | undefined,
): readonly AfterEntry[] {
  // The fault that a hotfix repairs is an incident, however the hotfix ends.
  const isIncident = attempt.profile === "hotfix" && phase === "promoted";
  const asked = preflightItems.filter(
    ({ after = [] }) => after.some((end) => end === phase) || (isIncident && after.includes("aborted")),
  );
  return asked.map(({ id, question }) => {
    const { who, atSeconds } = findSignOff(state, id, toVersion(attempt)) ?? {};
    return {
      item: id,
      question,
      signed: atSeconds === undefined ? null : `${who}, ${new Date(atSeconds * 1000).toISOString()}`,
      command: `sluice sign-off ${environment} ${id} --evidence URL`,
    };
  });
}
