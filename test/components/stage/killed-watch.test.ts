import { once } from "node:events";
import type { Cluster } from "../../../components/cluster/api";
import { commitTo } from "../../../components/ledger/commit";
import { ledgerStore } from "../../../components/ledger/ledger-store";
import type { Session } from "../../../components/session/session";
import { InterruptedError } from "../../../components/traffic/wait";
import { imageOf } from "../../support/environment";
import { setUpWatchedApp } from "../../support/fake-cluster/watched-app";

const watched = setUpWatchedApp({
  stack: "app-watchdog",
  options: { limitSeconds: 600, atLimit: "back", who: "watchdog", isJob: true },
});

interface Kill {
  readonly nth: number;
  readonly moment: "before" | "after";
}

/** A session whose process is killed at one of its writes, which took effect or did not. */
function mortal(session: Session, { nth, moment }: Kill): { session: Session; killed: Promise<"killed"> } {
  const { promise: killed, resolve } = Promise.withResolvers<"killed">();
  const { settings, now, interrupted } = session;
  /** Ends with the test, since what a test begun has to end. */
  const never = async (): Promise<never> => {
    if (!interrupted.aborted) await once(interrupted, "abort");
    throw new InterruptedError("interrupted");
  };
  let [writes, isDead] = [0, false];
  const die = async (): Promise<never> => {
    isDead = true;
    resolve("killed");
    return await never();
  };
  const reach = async <T>(isWrite: boolean, ask: () => Promise<T>): Promise<T> => {
    if (isDead) return await never();
    const isLast = isWrite && ++writes === nth;
    if (isLast && moment === "before") return await die();
    const answer = await ask();
    return isLast ? await die() : answer;
  };
  const { call, find, raw, ...rest } = session.cluster;
  const cluster: Cluster = {
    ...rest,
    call: async (method, path, options) =>
      await reach(method !== "GET", async () => await call(method, path, options)),
    find: async (path, options) => await reach(false, async () => await find(path, options)),
    raw: async (method, path, options) =>
      await reach(method !== "GET", async () => await raw(method, path, options)),
  };
  const store = ledgerStore(cluster, settings);
  return {
    killed,
    session: {
      ...session,
      cluster,
      store,
      commit: commitTo({ cluster, place: settings, store, now }),
      save: async (change) => void (await store.update(change)),
    },
  };
}

/** Lets a first pod watch until it is killed at a write, and a second one after it; tells how the first ended. */
async function watchTwice(kill: Kill): Promise<"killed" | "ended"> {
  const { watch } = watched();
  const { session } = watched();
  const first = mortal(session, kill);
  watched().session = first.session;
  const end = await Promise.race([watch().then(() => "ended" as const), first.killed]);
  watched().session = session;
  await watch();
  return end;
}

const kills = Array.from({ length: 9 }, (_, at) => at + 1).flatMap((nth): Kill[] => [
  { nth, moment: "before" },
  { nth, moment: "after" },
]);
const seen = new Set<string>();

test.each(kills)(
  "kill -9 of the Job $moment its write $nth: the next pod puts the traffic on stable, once, and the image is rejected",
  async (kill) => {
    const { app } = watched();
    app.failing = 1;
    seen.add(await watchTwice(kill));
    expect(app.weight()).toBe(0);
    const { phase, weight, aborted, moves } = app.ledger();
    expect({ phase, weight, aborted }).toMatchObject({
      phase: "aborted",
      weight: 0,
      aborted: [{ image: imageOf("b") }],
    });
    expect(moves.filter(({ to }) => to === 0)).toHaveLength(1);
  },
);

test("some of these kills were at a write, and some came after the last one", () => {
  expect([...seen].toSorted()).toEqual(["ended", "killed"]);
});
