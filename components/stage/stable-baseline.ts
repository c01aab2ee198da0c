import { measureBaseline } from "../core/evidence/stable-parts";
import type { RaisedTime } from "../core/evidence/stable-parts";
import type { Ledger, Move } from "../core/ledger/ledger";
import { noBaseline } from "../core/verdict/index";
import type { StableBaseline } from "../core/verdict/index";
import { openSource } from "../prometheus/source";
import type { Session } from "../session/session";

/** What is looked at before the first raise, seconds. */
const hourSeconds = 3600;

/** When the attempt under way first got traffic, seconds since the epoch; now where it has had none. */
export function firstRaise(
  { attempt, moves }: Pick<Ledger, "attempt" | "moves">,
  nowSeconds: number,
): number {
  const since = attempt?.startedAtSeconds ?? nowSeconds;
  return moves.find(({ atSeconds, to }) => to > 0 && atSeconds >= since)?.atSeconds ?? nowSeconds;
}

/** When any attempt was above 0. */
export function raisedTimes(moves: readonly Move[], untilSeconds: number): readonly RaisedTime[] {
  return moves.flatMap(({ atSeconds, to }, i) =>
    to === 0 ? [] : [{ fromSeconds: atSeconds, untilSeconds: moves[i + 1]?.atSeconds ?? untilSeconds }],
  );
}

/** What stable was like in the hour before the attempt's first raise; nothing where Prometheus does not say. */
export async function readBaseline(session: Session, ledger: Ledger): Promise<StableBaseline> {
  const raisedAt = firstRaise(ledger, session.now());
  const reader = openSource(session.cluster, session.settings);
  const { series, problems } = await reader.read(raisedAt - hourSeconds, raisedAt);
  if (problems.length > 0) return noBaseline;
  return measureBaseline(series, raisedAt - hourSeconds, raisedAt, raisedTimes(ledger.moves, raisedAt));
}
