import { setFault } from "../../../../sandbox/fault/set-fault";
import { done } from "../app";
import type { App } from "../app";

/** Soak of a canary that began to fail altogether, to its end. */
export interface FailedSoak {
  readonly text: string;
  /** From the fault's setting to the record of weight 0 in the ledger, which comes after the write. */
  readonly seconds: number;
}

/**
 * Begins a new attempt, lets the stage soak for a while, and makes every request to the canary fail.
 * @param atFault - act right before the fault
 */
export async function failAltogether(
  app: App,
  weight: number,
  atFault: () => Promise<unknown>,
): Promise<FailedSoak> {
  done(await app.sluice("retry", app.environment, "-C", app.folder, "--reason", "test"));
  done(await app.up());
  const soak = app.startUp(`${app.environment}-canary-${weight}`);
  await soak.seen(new RegExp(`${weight} %: held [5-9]`));
  await atFault();
  const began = Date.now() / 1000;
  await setFault(app.sandbox, { namespace: app.namespace, track: "canary" }, { errorRatio: 1 });
  const { text } = await soak.ended;
  const { moves } = await app.ledger();
  return { text, seconds: (moves.at(-1)?.atSeconds ?? Infinity) - began };
}
