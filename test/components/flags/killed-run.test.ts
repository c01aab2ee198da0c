import { spawnSync } from "node:child_process";
import { rollOutFlag } from "../../../components/flags/roll-out-flag";
import type { FlagRollout } from "../../../components/flags/roll-out-flag";
import { flagWorld } from "../../support/flag-world";
import type { FlagWorldOptions } from "../../support/flag-world";
import { specOf } from "../../support/flags";

const runs = "sluice-scholarlink-flags";
const key = "new-search.json";
const spec = specOf({}, [
  { percent: 20, soakSeconds: 15 },
  { percent: 100, soakSeconds: 15 },
]);

/** Worlds at a time: they mostly sleep. */
const lanes = 6;

/** A process id that was this machine's a moment ago, and is nobody's now. */
const deadPid = spawnSync("true").pid;

interface Kill {
  readonly nth: number;
  readonly moment: "before" | "after";
}

/** A world whose first run is killed at one of its writes, which took effect or did not. */
function killedWorld(options: FlagWorldOptions, { nth, moment }: Kill) {
  let writes = 0;
  let isKilled = false;
  let tellKilled = (): void => undefined;
  const killed = new Promise<void>((resolve) => (tellKilled = resolve));
  const never = new Promise<never>(() => undefined);
  const world = flagWorld({
    ...options,
    spec,
    onWrite: async (at) => {
      if (isKilled) return;
      if (at === "before") writes++;
      if (writes !== nth || at !== moment) return;
      isKilled = true;
      tellKilled();
      await never;
    },
  });
  type Stored = { readonly lock?: object; readonly evidence?: { readonly startedAtSeconds: number } };
  const stored = (): Stored => JSON.parse(world.maps.get(runs)?.data[key] ?? "{}") as Stored;
  /** The process is gone, and its lock is still there. */
  const bury = (): void => {
    const map = world.maps.get(runs);
    const { lock, ...rest } = stored();
    if (map === undefined || lock === undefined) return;
    map.data[key] = JSON.stringify({ ...rest, lock: { ...lock, pid: deadPid } });
  };
  return { ...world, killed, bury, begun: () => stored().evidence?.startedAtSeconds };
}

/** Kills a run at each of its writes in turn, until one ends before its last. */
async function killEach(
  options: FlagWorldOptions,
  judge: (
    world: ReturnType<typeof killedWorld>,
    again: () => Promise<FlagRollout>,
    what: string,
  ) => Promise<void>,
): Promise<number> {
  let kills = 0;
  /** Whether the run had that write at all. */
  const run = async (kill: Kill): Promise<boolean> => {
    const world = killedWorld(options, kill);
    const first = rollOutFlag(world.context()).then(() => "ended" as const);
    if ((await Promise.race([first, world.killed])) === "ended") return false;
    kills++;
    world.bury();
    await judge(world, () => rollOutFlag(world.context()), `${kill.moment} write ${kill.nth}`);
    return true;
  };
  let nth = 1;
  const work = async (): Promise<void> => {
    for (let own = nth++; await run({ nth: own, moment: "before" }); own = nth++)
      await run({ nth: own, moment: "after" });
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return kills;
}

test("a good flag's run that is killed at any write is gone on with: no step twice, none left out, no evidence lost", async () => {
  const kills = await killEach({}, async (world, again, what) => {
    const { percent, passed } = world.live() ?? {};
    const begun = world.begun();
    const said = world.said.length;
    const { end, percent: reached } = await again();
    expect({ what, end, reached }).toEqual({ what, end: "done", reached: 100 });
    expect({ what, moves: world.live()?.moves.map((move) => move.percent) }).toEqual({
      what,
      moves: [20, 100],
    });
    expect(world.live()).toMatchObject({ passed: true, epoch: 3, attempt: 1 });
    // Requests before the kill count: neither the evidence nor a step that passed begins again.
    if (begun !== undefined) expect({ what, begun: world.begun() }).toEqual({ what, begun });
    const passes = world.said.slice(said).filter((text) => /, 20 %: /.test(text)).length;
    if (percent === 20 && passed === true) expect({ what, passes }).toEqual({ what, passes: 0 });
    expect(JSON.parse(world.maps.get(runs)?.data[key] ?? "")).not.toHaveProperty("lock");
  });
  expect(kills).toBeGreaterThan(20);
});

test("a bad step's run that is killed at any write is taken back by the same command, or was already", async () => {
  const kills = await killEach({ badRatio: 0.5 }, async (world, again, what) => {
    const wasOff = world.live()?.killed !== undefined;
    const found = await again().catch((error: Error) => error.message);
    if (wasOff) expect(found).toContain("is off since");
    else expect(found).toMatchObject({ end: "failed", percent: 0 });
    expect({ what, live: world.live() }).toMatchObject({
      what,
      live: { percent: 0, killed: { by: "verdict", percent: 20 }, moves: [{ percent: 20 }, { percent: 0 }] },
    });
  });
  expect(kills).toBeGreaterThan(8);
});
