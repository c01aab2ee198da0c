import type { EarlierAttempt, Ledger } from "../ledger/ledger";

/** The last time that a service went back to what it had. */
export interface WayBackFact {
  readonly environment: string;
  readonly kind: "abort" | "rollback";
  readonly atSeconds: number;
  /** Whether it led back: a rollback that was taken back itself did not. */
  readonly isDone: boolean;
}

type Ended = Pick<EarlierAttempt, "kind" | "outcome" | "endedAtSeconds">;

/** The last abort or rollback that an environment's ledger knows of. */
export function lastWayBack({ environment, attempt, phase, earlier }: Ledger): WayBackFact | undefined {
  const { kind, endedAtSeconds } = attempt ?? {};
  const isOver = phase === "promoted" || phase === "aborted";
  const own: readonly Ended[] =
    kind === undefined || endedAtSeconds === undefined || !isOver
      ? []
      : [{ kind, outcome: phase, endedAtSeconds }];
  const last = [...earlier, ...own].findLast((one) => one.kind === "rollback" || one.outcome === "aborted");
  if (last === undefined) return undefined;
  const isRollback = last.kind === "rollback";
  return {
    environment,
    kind: isRollback ? "rollback" : "abort",
    atSeconds: last.endedAtSeconds,
    isDone: !isRollback || last.outcome === "promoted",
  };
}
