import type { Move } from "../../components/core/ledger/ledger";
import type { Stretch } from "../watch-evidence";

/** Traffic in a range, as the ledger recorded it. */
export interface Recalled {
  /** Absent where no move is known that put weight on the canary. */
  readonly timeline?: readonly [Stretch, ...Stretch[]];
  /** End of the range, or when the canary lost its traffic before that. */
  readonly untilSeconds: number;
}

/** Weights of the canary in a range by the ledger's moves, from the first one above 0 until the next 0. */
export function recallTimeline(
  moves: readonly Pick<Move, "atSeconds" | "to">[],
  fromSeconds: number,
  untilSeconds: number,
): Recalled {
  const before = moves.findLast(({ atSeconds }) => atSeconds <= fromSeconds);
  const inside = moves.filter(({ atSeconds }) => atSeconds > fromSeconds && atSeconds < untilSeconds);
  const all = [...(before === undefined ? [] : [{ ...before, atSeconds: fromSeconds }]), ...inside];
  const start = all.findIndex(({ to }) => to > 0);
  if (start === -1) return { untilSeconds };
  const zero = all.findIndex(({ to }, i) => i > start && to === 0);
  const moved = all.slice(start, zero === -1 ? undefined : zero);
  const [first, ...rest] = moved.map(({ atSeconds, to }): Stretch => ({ atSeconds, weight: to }));
  return { timeline: [first as Stretch, ...rest], untilSeconds: all[zero]?.atSeconds ?? untilSeconds };
}
