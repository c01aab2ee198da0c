import type { DatabaseRecord } from "../ledger/database-record";
import type { Attempt, Ledger, Move, Phase } from "../ledger/ledger";

/** Version of {@link AttemptRecord}; a higher one is refused. */
export const recordVersion = 1;

/** Attempt as it ended, kept beside the ledger. */
export interface AttemptRecord {
  readonly version: typeof recordVersion;
  readonly environment: string;
  readonly app: string;
  readonly attempt: Attempt;
  readonly phase: Phase;
  /** Whole percent that the canary had when this was written. */
  readonly weight: number;
  /** Moves of traffic since the attempt began, oldest first. */
  readonly moves: readonly Move[];
  /** Its migration; absent where it has none. */
  readonly database?: DatabaseRecord;
}

/** Number of an app's records that are kept. */
export const keptRecords = 20;

/** Record of the ledger's attempt, over or running; undefined where it has none. */
export function recordOf({
  environment,
  app,
  attempt,
  phase,
  weight,
  moves,
  database,
}: Ledger): AttemptRecord | undefined {
  if (attempt === undefined) return undefined;
  const since = moves.filter(({ atSeconds }) => atSeconds >= attempt.startedAtSeconds);
  const own = database?.attempt === attempt.number ? { database } : {};
  return { version: recordVersion, environment, app, attempt, phase, weight, moves: since, ...own };
}

/** Whether a record is to be written: its attempt is over. What follows an end, such as weight 0, is written as well. */
export function isOver({ phase }: Pick<Ledger, "phase">): boolean {
  return phase === "aborted" || phase === "promoted";
}
