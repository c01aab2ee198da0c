import type { Cluster } from "../cluster/api";
import { listGroups, servesKind } from "../cluster/discovery";
import { findMissingRights } from "../cluster/missing-rights";
import { describeRight } from "../core/access/right";
import { furtherRights, neededFlagRights, neededRights, turningRights } from "../core/access/rights";
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
  await demand(session, [...neededRights(session.settings, writes), ...furtherRights], role);
}

/** Refuses a run on a flag before anything is touched when this account lacks rights, naming each. */
export async function demandFlagRights(account: Account): Promise<void> {
  await demand(account, neededFlagRights, "releaser with role sluice-flags");
}

/** Refuses to give a service back before anything is touched when this account may not turn its autoscalers. */
export async function demandTurningRights(account: Account, scalers: readonly string[]): Promise<void> {
  await demand(account, turningRights(scalers, account.settings.namespace, true), "releaser");
}

/** Rights but those on kinds of other tools that the cluster does not have. */
async function dropUnserved(cluster: Cluster, rights: readonly Right[]): Promise<readonly Right[]> {
  if (!rights.some((one) => furtherRights.includes(one))) return rights;
  const groups = await listGroups(cluster);
  const isDue = await Promise.all(
    rights.map(
      async (one) =>
        !furtherRights.includes(one) || (await servesKind(cluster, one, groups.get(one.group) ?? [])),
    ),
  );
  return rights.filter((_, nth) => isDue[nth]);
}

async function demand(
  { cluster, settings: { app, namespace, cluster: place } }: Account,
  rights: readonly Right[],
  role: string,
): Promise<void> {
  const missing = await dropUnserved(cluster, await findMissingRights(cluster, namespace, rights));
  if (missing.length === 0) return;
  throw new RunEnd("usage", {
    text: `Cannot work on "${app}" with context "${place.context}": its account must have every right of a ${role} in namespace ${namespace}: lacks ${missing.map(describeRight).join(", ")}`,
    fix: "apply the roles of docs/reference/rights.md",
  });
}
