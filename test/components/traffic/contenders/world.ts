import type { Cluster } from "../../../../components/cluster/api";
import { annotations } from "../../../../components/core/annotations";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import { weightStage } from "../../../../components/core/stage/exposure";
import type { Settings } from "../../../../components/core/settings";
import { commitTo } from "../../../../components/ledger/commit";
import { ledgerStore } from "../../../../components/ledger/ledger-store";
import { acquireLock, LockLostError } from "../../../../components/ledger/lock-keeper";
import type { HeldLock } from "../../../../components/ledger/lock-keeper";
import type { Session } from "../../../../components/session/session";
import { fenceRoute } from "../../../../components/traffic/write/fence-route";
import { readRoute } from "../../../../components/traffic/look/read-route";
import { sleep } from "../../../../components/traffic/wait";
import { reconciled } from "../../../../components/stage/stage-context";
import type { Environment } from "../../../../cli/environment";
import { fakeEnvironment } from "../../../cli/support/fake-cluster";
import type { Fault } from "../../../cli/support/fake-cluster";
import { before, ledgerOf, released } from "../../../support/gate";
import { withoutProc } from "../../../support/platforms";
import { toFault } from "./fates";
import type { Day, Pace } from "./fates";

/** Longest time that anybody's work may take, milliseconds. */
const longestMs = 1_800_000;

/** Most weight that the gate of an attempt lets pass, percent. */
export type Allowed = (attempt: number) => number;

/** Objects at the beginning of a day. */
export interface Morning {
  readonly ledger: Partial<Ledger>;
  readonly weight: number;
  readonly stableImage?: string;
  readonly allowed: Allowed;
}

/** Tools of one of the people. */
export interface Desk {
  readonly context: Environment;
  /** Does work under the lock, as a stack's `up`, after what the route shows and the ledger does not know is recorded. */
  run(stack: string, work: (session: Session, ledger: Ledger) => Promise<void>): Promise<void>;
}

export type World = ReturnType<typeof createWorld>;

/** A cluster that several people work on at once, each on a machine of their own; it notes what must not happen. */
export function createWorld({ fates, routeFates }: Day, morning: Morning, locks: Map<string, HeldLock>) {
  locks.clear();
  const [left, routeLeft] = [[...fates], [...routeFates]];
  const faults: string[] = [];
  let known = { number: -1, phase: "", weight: 0 };
  const look = (): void => {
    const { attempt, phase } = fake.ledger();
    const now = { number: attempt?.number ?? 0, phase: phase as string, weight: fake.weight() ?? -1 };
    const most = morning.allowed(now.number);
    if (now.weight > most)
      faults.push(`attempt ${now.number} has ${now.weight} %, and ${most} % are allowed`);
    const isAborted = now.phase === "aborted" && known.phase === "aborted" && now.number === known.number;
    if (isAborted && now.weight > known.weight)
      faults.push(`attempt ${now.number} is aborted, and went from ${known.weight} to ${now.weight} %`);
    if (now.number < known.number) faults.push(`attempt ${now.number} follows ${known.number}`);
    known = now;
  };
  const fault = (method: string, path: string): Fault | undefined => {
    look();
    if (path.includes("-canary/scale") && fake.weight() !== 0)
      faults.push(`pods of a canary with ${fake.weight()} % are taken away`);
    if (path.includes("/events")) return undefined;
    const next = method === "PATCH" && path.includes("/httproutes/") ? routeLeft : left;
    return toFault(next.shift() ?? "well", method);
  };
  const fake = fakeEnvironment({
    ledger: JSON.stringify(ledgerOf({ app: "scholarlink", epoch: "4-abc", ...morning.ledger })),
    weight: morning.weight,
    stableImage: morning.stableImage ?? before,
    canaryReplicas: 1,
    epochAnnotation: annotations.epoch,
    fault,
  });
  const { traffic, ...rest } = fake.context.settings;
  const settings: Settings = {
    ...rest,
    image: released,
    stages: [{ ...weightStage(1), soakSeconds: 60 }],
    readySeconds: 60,
    traffic: { ...traffic, propagationSeconds: 0.2, drainSeconds: 0.1 },
  };
  const now = (): number => performance.now() / 1000;

  const desk = (stack: string, { sleepsAt, sleepsMs }: Pace): Desk => {
    let [asked, wakesAt] = [0, 0];
    const slept = async <V>(call: () => Promise<V>): Promise<V> => {
      if (asked++ === sleepsAt) wakesAt = performance.now() + sleepsMs;
      if (performance.now() < wakesAt) await sleep(wakesAt - performance.now());
      return await call();
    };
    const { call, find, ...others } = fake.context.cluster;
    const cluster: Cluster = {
      ...others,
      call: async (...args) => await slept(async () => await call(...args)),
      find: async (...args) => await slept(async () => await find(...args)),
    };
    const contextOf = (own: Settings): Environment => {
      const store = ledgerStore(cluster, own);
      return {
        ...fake.context,
        settings: own,
        cluster,
        store,
        now,
        commit: commitTo({ cluster, place: own, store, now }),
      };
    };
    const run: Desk["run"] = async (name, work) => {
      const context = contextOf({ ...settings, stack: name });
      const { store, settings: place } = context;
      const interrupted = new AbortController().signal;
      const fence = async (): Promise<void> => await fenceRoute(cluster, place);
      const platform = withoutProc({});
      const lock = await acquireLock(store, { stack: name, fence, signal: interrupted, platform });
      locks.set(name, lock);
      const update: typeof store.update = async (change) =>
        await store.update((ledger) => {
          if (ledger.lock?.id !== lock.id) throw new LockLostError("the lock was taken");
          return change(ledger);
        });
      const commit = commitTo({ cluster, place, store: { update }, now });
      const session = { ...context, commit, interrupted, say: () => undefined, save: update };
      try {
        const [stored, route] = [await store.read(), await readRoute(cluster, place)];
        const { ledger, reconcile } = await reconciled(session, stored?.ledger, route?.live, true);
        if (reconcile.kind !== "drift" && ledger !== undefined)
          await work(session as unknown as Session, ledger);
      } finally {
        await lock.release();
      }
    };
    return { context: contextOf({ ...settings, stack }), run };
  };

  /** Lets everybody work until the last has ended; an error ends the work of one, and is no fault. */
  const live = async (people: readonly Promise<void>[]): Promise<void> => {
    let over = false;
    void Promise.allSettled(people).then(() => (over = true));
    await jest.advanceTimersByTimeAsync(longestMs);
    if (!over) faults.push("somebody's work does not end");
    jest.clearAllTimers();
    look();
    const { weight, intent } = fake.ledger();
    const claimed = Math.max(weight, intent?.to ?? 0);
    if (known.weight > claimed) faults.push(`the canary has ${known.weight} %, and the ledger ${claimed} %`);
  };
  return { fake, desk, live, faults };
}
