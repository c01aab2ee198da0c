import { measureBaseline } from "../../core/evidence/stable-parts";
import type { RaisedTime } from "../../core/evidence/stable-parts";
import type { Ledger, Move } from "../../core/ledger/ledger";
import { explainBaseline, noBaseline } from "../../core/verdict/index";
import type { StableBaseline } from "../../core/verdict/index";
import { openSource } from "../../prometheus/source";
import { pinnedParameters } from "../evidence/pinned";
import type { Session } from "../../session/session";

/** Time before the first raise that is read, seconds. */
const hourSeconds = 3600;

/** Moment at which the attempt under way first got traffic, seconds since the epoch; now where it has had none. */
export function firstRaise(
  { attempt, moves }: Pick<Ledger, "attempt" | "moves">,
  nowSeconds: number,
): number {
  const since = attempt?.startedAtSeconds ?? Infinity;
  return moves.find(({ atSeconds, to }) => to > 0 && atSeconds >= since)?.atSeconds ?? nowSeconds;
}

/** Periods in which any attempt was above 0. */
export function raisedTimes(moves: readonly Move[], untilSeconds: number): readonly RaisedTime[] {
  return moves.flatMap(({ atSeconds, to }, i) =>
    to === 0 ? [] : [{ fromSeconds: atSeconds, untilSeconds: moves[i + 1]?.atSeconds ?? untilSeconds }],
  );
}

/** Baseline of stable in the hour before the attempt's first raise; an empty one where Prometheus does not answer. */
export async function readBaseline(session: Session, ledger: Ledger): Promise<StableBaseline> {
  const raisedAt = firstRaise(ledger, session.now());
  const reader = openSource(session.cluster, session.settings);
  const { series, problems } = await reader.read(raisedAt - hourSeconds, raisedAt);
  if (problems.length > 0) return noBaseline;
  return measureBaseline(series, raisedAt - hourSeconds, raisedAt, raisedTimes(ledger.moves, raisedAt));
}

/** Limit of stable as it would be if this attempt's first raise were now; undefined once it was raised. */
export async function foretellBaseline(
  session: Session,
  ledger: Ledger | undefined,
  requestsPerSecond: number,
): Promise<string | undefined> {
  if (ledger === undefined || ledger.weight > 0 || firstRaise(ledger, Infinity) < Infinity) return undefined;
  const baseline = await readBaseline(session, ledger);
  return explainBaseline(baseline, pinnedParameters(ledger, session.settings), requestsPerSecond);
}
