import { recordOwnersStopped } from "../../core/ledger/owners-stopped";
import { thisHolder } from "../../ledger/process-identity";
import { beginTakeover } from "../../takeover/begin-takeover";
import type { Session } from "../../session/session";

/** Writes a person's word for owners of objects into the ledger, before anything of theirs is written. */
export async function recordOwners(
  { commit, settings }: Pick<Session, "commit" | "settings">,
  reason: string | undefined,
  objects: readonly string[] | undefined,
): Promise<void> {
  if (objects === undefined || reason === undefined) return;
  const { who } = thisHolder(settings.stack);
  await commit((ledger, atSeconds) => recordOwnersStopped(ledger, { atSeconds, who, reason, objects }));
}

/** Begins the takeover of a running service, where one is wanted, once it is known whose word it rests on. */
export async function startTakeover(
  session: Session,
  reason: string | undefined,
  objects: readonly string[] | undefined,
): Promise<void> {
  await recordOwners(session, reason, objects);
  await beginTakeover(session);
}
