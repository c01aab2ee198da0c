import type { Ledger } from "../ledger/ledger";
import { without } from "../ledger/transition";
import type { Transition } from "../ledger/transition";
import type { TakeoverRecord } from "./decide-takeover";

const named = ({ deployment, selectors }: TakeoverRecord): string =>
  [`Deployment ${deployment}`, ...Object.keys(selectors).map((name) => `Service ${name}`)].join(", ");

/** Begins a takeover: what serves, as it is, before anything of it is written. */
export const takeoverBegun = (ledger: Ledger, takeover: TakeoverRecord): Transition => ({
  ledger: { ...ledger, takeover },
  event: { type: "Normal", reason: "TakeoverBegun", message: `Stable takes the place of ${named(takeover)}` },
});

/**
 * Notes that the Services were seen turned, or that they are about to be.
 * @param turnedAtSeconds - undefined before a turn
 * @returns undefined where there is no takeover any more
 */
export function servicesTurned(ledger: Ledger, turnedAtSeconds: number | undefined): Transition | undefined {
  if (ledger.takeover === undefined) return undefined;
  const { turnedAtSeconds: _, ...rest } = ledger.takeover;
  const services = Object.keys(rest.selectors).join(", ");
  return {
    ledger: {
      ...ledger,
      takeover: turnedAtSeconds === undefined ? rest : { ...rest, turnedAtSeconds },
    },
    event: {
      type: "Normal",
      reason: "ServicesTurned",
      message:
        turnedAtSeconds === undefined
          ? `Services are about to lead elsewhere: ${services}`
          : `Services lead elsewhere: ${services}`,
    },
  };
}

/** Ends a takeover that was undone: what served before serves again. */
export function takeoverUndone(ledger: Ledger): Transition | undefined {
  const { takeover } = ledger;
  if (takeover === undefined) return undefined;
  return {
    ledger: { ...without(ledger, "takeover", "intent"), epoch: "" },
    event: { type: "Normal", reason: "TakeoverUndone", message: `${named(takeover)} serve again as before` },
  };
}
