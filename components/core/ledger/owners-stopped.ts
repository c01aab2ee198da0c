import type { Ledger } from "./ledger";
import type { Transition } from "./transition";

/** Most words of this kind that are kept. */
const mostWords = 20;

/** A person's word that the owners of objects have let go of them. */
export interface OwnersStopped {
  readonly atSeconds: number;
  /** Speaker, for example `anna@laptop`. */
  readonly who: string;
  readonly reason: string;
  /** Objects with their owners, e.g. `HTTPRoute prod/shop of Helm release shop`. */
  readonly objects: readonly string[];
}

/** Records a person's word that owners have let go. */
export function recordOwnersStopped(ledger: Ledger, word: OwnersStopped): Transition {
  return {
    ledger: { ...ledger, ownersStopped: [...(ledger.ownersStopped ?? []), word].slice(-mostWords) },
    event: {
      type: "Normal",
      reason: "ForeignOwnerStopped",
      message: `${word.who} says that owners have let go of ${word.objects.join(", ")}: ${word.reason}`,
    },
  };
}
