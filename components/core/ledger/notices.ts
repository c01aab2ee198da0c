import type { Ledger } from "./ledger";

/** Object that a sink of messages made for an attempt, such as the message that later ones change. */
export interface Notice {
  readonly attempt: number;
  /** Name of the sink. */
  readonly sink: string;
  readonly id: string;
}

/** Notes the id of what a sink made; undefined where another attempt is under way, or it is noted. */
export function noticed(ledger: Ledger, { attempt: number, sink, id }: Notice): Ledger | undefined {
  const { attempt } = ledger;
  if (attempt?.number !== number || attempt.notices?.[sink] === id) return undefined;
  return { ...ledger, attempt: { ...attempt, notices: { ...attempt.notices, [sink]: id } } };
}
