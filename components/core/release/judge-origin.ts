import type { Ledger } from "../ledger/ledger";
import { sameImage } from "../workload/image";

/** Finding about a release's image in the environment that it has to come from. */
export type OriginFinding =
  /** Stable there long enough. */
  | { readonly kind: "held"; readonly sinceSeconds: number }
  /** Stable there, not long enough yet. */
  | { readonly kind: "early"; readonly sinceSeconds: number }
  /** Another release replaced it before its time was over. */
  | { readonly kind: "replaced"; readonly sinceSeconds: number; readonly untilSeconds: number }
  /** A rollback took it away. */
  | { readonly kind: "taken-back"; readonly untilSeconds: number }
  /** A look at stable after the promotion found it wrong. */
  | { readonly kind: "wrong"; readonly atSeconds: number }
  /** Never promoted there, or so long ago that the ledger has forgotten it. */
  | { readonly kind: "absent" }
  /** The ledger there could not be read. */
  | { readonly kind: "unreadable"; readonly problem: string };

/** {@link OriginFinding} as the gate gets it, or the reason why nothing is asked. */
export type OriginFact = {
  readonly environment: string;
  readonly afterSeconds: number;
} & (OriginFinding | { readonly kind: "not-asked"; readonly why: string });

interface Promotion {
  readonly image: string;
  readonly isRollback: boolean;
  readonly atSeconds: number;
}

/** Promotions that the ledger remembers, oldest first. */
function listPromotions({ earlier, attempt, phase }: Ledger): readonly Promotion[] {
  const last = attempt !== undefined && phase === "promoted" ? [{ ...attempt, outcome: phase }] : [];
  return [...earlier, ...last]
    .filter(({ outcome }) => outcome === "promoted")
    .map(({ image, kind, endedAtSeconds = 0 }) => ({
      image,
      isRollback: kind === "rollback",
      atSeconds: endedAtSeconds,
    }));
}

/** The last look at stable, where it was of this promotion and found something wrong. */
function findWrong({ attempt }: Ledger): number | undefined {
  const last = attempt?.verifications?.at(-1);
  return last?.state === "wrong" ? last.atSeconds : undefined;
}

/**
 * Judges whether an image has proven itself in the environment before: promoted there, not taken back, and stable for
 * long enough. A change of settings alone keeps the image, so its time goes on.
 * @param ledger - of the environment before; undefined where it has none
 * @param afterSeconds - least time for which it was stable there
 */
export function judgeOrigin(
  ledger: Ledger | undefined,
  image: string,
  { afterSeconds, nowSeconds }: { readonly afterSeconds: number; readonly nowSeconds: number },
): OriginFinding {
  const promotions = ledger === undefined ? [] : listPromotions(ledger);
  const last = promotions.findLastIndex((one) => sameImage(one.image, image));
  if (ledger === undefined || last < 0) return { kind: "absent" };
  const before = promotions.slice(0, last).findLastIndex((one) => !sameImage(one.image, image));
  const sinceSeconds = promotions[before + 1]?.atSeconds as number;
  const next = promotions[last + 1];
  if (next?.isRollback) return { kind: "taken-back", untilSeconds: next.atSeconds };
  const wrong = next === undefined ? findWrong(ledger) : undefined;
  if (wrong !== undefined) return { kind: "wrong", atSeconds: wrong };
  if ((next?.atSeconds ?? nowSeconds) - sinceSeconds >= afterSeconds) return { kind: "held", sinceSeconds };
  return next === undefined
    ? { kind: "early", sinceSeconds }
    : { kind: "replaced", sinceSeconds, untilSeconds: next.atSeconds };
}
