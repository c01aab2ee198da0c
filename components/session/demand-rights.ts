import { findMissingRights } from "../cluster/missing-rights";
import { describeRight } from "../core/access/right";
import { neededFlagRights, neededRights, turningRights } from "../core/access/rights";
import type { Right } from "../core/access/right";
import { RunEnd } from "../core/run-end";
import type { Session } from "./session";

type Account = Pick<Session, "cluster" | "settings">;

/**
 * Refuses before anything is touched when this account lacks rights, naming each.
 * @param writes - false in a preview
 */
export async function demandRights(session: Account, writes: boolean): Promise<void> {
  const role = writes ? "releaser" : "previewer";
  await demand(session, neededRights(session.settings, writes), role);
}

/** Refuses a run on a flag before anything is touched when this account lacks rights, naming each. */
export async function demandFlagRights(account: Account): Promise<void> {
  await demand(account, neededFlagRights, "releaser with role sluice-flags");
}

/** Refuses to give a service back before anything is touched when this account may not turn its autoscalers. */
export async function demandTurningRights(account: Account, scalers: readonly string[]): Promise<void> {
  await demand(account, turningRights(scalers, account.settings.namespace, true), "releaser");
}

async function demand(
  { cluster, settings: { app, namespace, cluster: place } }: Account,
  rights: readonly Right[],
  role: string,
): Promise<void> {
  const missing = await findMissingRights(cluster, namespace, rights);
  if (missing.length === 0) return;
  throw new RunEnd("usage", {
    text: `Cannot work on "${app}" with context "${place.context}": its account must have every right of a ${role} in namespace ${namespace}: lacks ${missing.map(describeRight).join(", ")}`,
    fix: "apply the roles of docs/reference/rights.md",
  });
}
