import { writeEvent } from "../../cluster/events";
import type { Session } from "../../session/session";
import type { SoakTick } from "./soak-tick";
import { growStable } from "../stable/stable-capacity";

/** Follows a decision to go on: alarms, calls, and room for what stable has to carry. */
export type Heed = (seen: SoakTick, weight: number) => Promise<SoakTick>;

/** Follower of decisions; a person is called once for each basis, on the terminal and by an Event. */
export function heedTicks(session: Session): Heed {
  const { say, cluster, settings, now, store, tell } = session;
  const called = new Set<string>();
  const call = async (basis: string, message: string): Promise<void> => {
    if (called.has(basis)) return;
    called.add(basis);
    say(message, "warning");
    const event = { type: "Warning", reason: "StableWorse", message } as const;
    await writeEvent(cluster, settings, event, new Date(now() * 1000));
    // Beside the watch: nobody is told by a cluster that does not answer.
    void store.read().then(
      (stored) => stored && tell?.(event, stored.ledger),
      () => undefined,
    );
  };
  return async (seen, weight) => {
    const { decision } = seen;
    if (decision.action !== "go-on") return seen;
    if (decision.alarm !== undefined) say(decision.alarm, "warning");
    if (decision.call !== undefined) await call(decision.call.basis, decision.call.sentence);
    if (decision.growStable !== true) return seen;
    // Best effort: the next tick tries again.
    await growStable(session, weight).catch((error: Error) =>
      say(`stable cannot be brought up for now: ${error.message}`, "warning"),
    );
    // Pods that this run gave stable are no sign of more load.
    const { stableBefore: _, ...memory } = seen.memory;
    return { ...seen, memory };
  };
}
