import { RunEnd } from "../core/run-end";
import { decideTakeover } from "../core/takeover/decide-takeover";
import type { TakeoverAct, TakeoverFacts, TakeoverPart } from "../core/takeover/decide-takeover";
import { isFought } from "../core/takeover/fought";
import { LockLostError } from "../ledger/lock-keeper";
import { toRunEnd } from "../session/failure";
import { waitFor, WaitTimeoutError } from "../traffic/wait";
import { actOnTakeover } from "./act-takeover";
import type { TakeoverSession } from "./act-takeover";
import { readTakeover } from "./read-takeover";
import { objectsOf, refuseFight } from "./refuse-fight";

/** Whether the Services were seen to lead to stable alone. */
const hasTurned = ({ selector, record }: TakeoverFacts): boolean =>
  selector === "stable" && record.turnedAtSeconds !== undefined;

/** Whether a part has nothing left to do. */
export const isPartDone = (facts: TakeoverFacts, part: TakeoverPart): boolean =>
  (part === "join" && hasTurned(facts)) || decideTakeover("forth", facts).kind === "done";

/**
 * Carries a takeover, or its undoing, out to the end of a part, from wherever it stands.
 * @throws {RunEnd} `refused` where another writer changed a Service or keeps writing an object back, or where it stands
 * still for `readySeconds`
 */
export async function runTakeover(
  session: TakeoverSession,
  direction: "forth" | "back",
  part: TakeoverPart = "leave",
): Promise<void> {
  const { cluster, settings, store, now, progress, interrupted } = session;
  const what = direction === "forth" ? "take" : "give";
  const whole = `${what} "${settings.app}" ${direction === "forth" ? "over" : "back"}`;
  const acts: TakeoverAct[] = [];
  const step = async (): Promise<{ done: true } | { missing: string; progress: number }> => {
    const record = (await store.read())?.ledger.takeover;
    if (record === undefined) return { done: true };
    const facts = await readTakeover(cluster, settings, record, now());
    if (direction === "forth" && part === "join" && hasTurned(facts)) return { done: true };
    const act = decideTakeover(direction, facts);
    if (act.kind === "done") return { done: true };
    if (act.kind === "refuse")
      throw new RunEnd("refused", {
        text: `Cannot ${whole}: ${act.rule}: got another`,
        fix: `kubectl -n ${settings.namespace} get services ${Object.keys(record.selectors).join(" ")} -o yaml shows who wrote them`,
      });
    if (act.kind === "wait") {
      progress(act.why);
      return { missing: act.why, progress: acts.length * 1000 + facts.stable.ready + facts.old.ready };
    }
    if (act.kind !== "note" && isFought(acts, act))
      throw await refuseFight(session, whole, objectsOf(act, settings, record));
    await actOnTakeover(session, facts, act);
    acts.push(act);
    return { missing: `${act.kind} is seen`, progress: acts.length * 1000 };
  };
  try {
    await waitFor<true>(
      async () => {
        try {
          return await step();
        } catch (error) {
          throw error instanceof LockLostError ? toRunEnd(error, whole) : error;
        }
      },
      {
        timeoutSeconds: settings.readySeconds + settings.traffic.drainSeconds,
        everyMs: 300,
        signal: interrupted,
      },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd("refused", {
      text: `Cannot ${whole}: it must not stand still for ${settings.readySeconds} s: got ${error.message}; what serves goes on serving`,
      fix: `run the same command again, or \`sluice eject ${settings.environment}\``,
    });
  }
}
