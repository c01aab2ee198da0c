import { findMissingRights } from "../cluster/missing-rights";
import { describeRight } from "../core/access/right";
import { neededRights } from "../core/access/rights";
import { RunEnd } from "../core/run-end";
import type { Session } from "./session";

/**
 * Refuses before anything is touched when this account lacks rights, naming each.
 * @param writes - false in a preview
 */
export async function demandRights({ cluster, settings }: Session, writes: boolean): Promise<void> {
  const missing = await findMissingRights(cluster, settings.namespace, neededRights(settings, writes));
  if (missing.length === 0) return;
  throw new RunEnd("usage", {
    text: `Cannot work on "${settings.app}" with context "${settings.cluster.context}": its account must have every right of a ${writes ? "releaser" : "previewer"} in namespace ${settings.namespace}: lacks ${missing.map(describeRight).join(", ")}`,
    fix: "apply the roles of docs/reference/rights.md",
  });
}
