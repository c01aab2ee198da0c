import { exitCodes } from "../../../components/core/exit-code";
import type { ExitCode } from "../../../components/core/exit-code";
import type { Fleet } from "../../../components/core/fleet/fleet";
import type { Standing } from "../../../components/core/fleet/standing";
import { runWaves } from "../../../cli/fleet/run-waves";
import type { FleetHands } from "../../../cli/fleet/run-waves";
import { fleetOf, promotedAt, rejected, runningAt, waiting } from "../../components/core/fleet/scene";

interface World {
  /** Steps that a rollout takes an environment through; the last one is its end. */
  readonly releases: Readonly<Record<string, readonly (Standing | ExitCode)[]>>;
  readonly before?: Readonly<Record<string, Standing>>;
  readonly watched?: readonly string[];
  /** Called before each look's rest. */
  readonly onRest?: (rests: number, stop: () => void) => void;
}

/** A fleet in memory: a second passes with every look, and every run takes a step. */
async function play(fleet: Fleet, { releases, before = {}, watched = [], onRest }: World) {
  const stop = new AbortController();
  const standings = new Map<string, Standing>(Object.entries(before));
  const steps: (() => void)[] = [];
  const done: string[] = [];
  const said: string[] = [];
  const printed: object[] = [];
  let now = 1000;
  let rests = 0;
  const hands: FleetHands = {
    nowSeconds: () => now,
    hasWatchdog: (name) => watched.includes(name),
    readStanding: async (name) => standings.get(name) ?? waiting,
    rollOut: async (name, signal) => {
      done.push(`rollout ${name}`);
      const left = [...(releases[name] ?? [])];
      return await new Promise((resolve) => {
        const step = (): void => {
          const next = signal.aborted ? exitCodes.interrupted : (left.shift() ?? exitCodes.unexpected);
          if (typeof next === "object") standings.set(name, next);
          else {
            steps.splice(steps.indexOf(step), 1);
            resolve({ exitCode: next, sentence: `ended with ${next}`, report: {} });
          }
        };
        steps.push(step);
      });
    },
    abort: async (name) => {
      done.push(`abort ${name}`);
      standings.set(name, rejected);
      return { exitCode: exitCodes.done };
    },
    rollBack: async (name) => {
      done.push(`rollback ${name}`);
      standings.set(name, rejected);
      return { exitCode: exitCodes.done, sentence: "back" };
    },
    rest: async () => {
      onRest?.(++rests, () => stop.abort());
      now += 1;
      for (const step of steps) step();
    },
  };
  const terminal = {
    say: (text: string) => void said.push(text),
    progress: () => undefined,
    draw: () => undefined,
    print: (value: unknown) => void printed.push(value as object),
  };
  const outcome = await runWaves({ fleet, hands, terminal, signal: stop.signal });
  return { outcome, done, said, printed };
}

const fleet: Fleet = { ...fleetOf([["a"], ["b", "c"]]), maxParallel: 1 };
const baked = fleet.waves.map((wave) => ({ ...wave, bakeSeconds: 3 }));
const quick: Fleet = { ...fleet, waves: baked };
const good = (at: number): readonly (Standing | ExitCode)[] => [runningAt(5), promotedAt(at), exitCodes.done];

test("runWaves() releases wave by wave, one at once, and waits for the bake times", async () => {
  const releases = { a: good(1003), b: good(1010), c: good(1014) };
  const { outcome, done, said, printed } = await play(quick, { releases });
  expect(done).toEqual(["rollout a", "rollout b", "rollout c"]);
  expect(outcome).toMatchObject({
    exitCode: 0,
    sentence: '"global" is released: all 2 waves are promoted',
    report: { event: "summary", state: "done" },
  });
  expect(said).toContain("wave 1 of 2: a begins");
  expect(said).toContain("wave 1 of 2 is promoted and bakes until 1970-01-01T00:16:46Z");
  expect(said).toContain("a: ended with 0");
  expect(printed).toContainEqual({ environment: "a", exitCode: 0 });
});

test("runWaves() halts where the second region fails: the first stays, the third never begins", async () => {
  const releases = { a: good(1000), b: [runningAt(5), rejected, exitCodes.failed] };
  const { outcome, done, said } = await play(quick, { releases });
  expect(done).toEqual(["rollout a", "rollout b"]);
  expect(outcome.exitCode).toBe(4);
  expect(outcome.sentence).toMatch(/^"global" is halted in wave 2 of 2.*b rejected: fail: errors\n {2}→ /u);
  expect(said).toContain("2     b                     rejected: fail: errors");
  expect(said).toContain("b: sluice report b; sluice retry b --reason TEXT");
});

test("runWaves() with onFailure all brings the version before back everywhere, and takes off what is under way", async () => {
  const releases = {
    a: good(1000),
    b: [runningAt(5), rejected, exitCodes.failed],
    c: [runningAt(5), runningAt(5), runningAt(5), exitCodes.refused],
  };
  const { outcome, done } = await play({ ...quick, maxParallel: 2, onFailure: "all" }, { releases });
  expect(done).toEqual(["rollout a", "rollout b", "rollout c", "abort c", "rollback a"]);
  expect(outcome.exitCode).toBe(4);
  expect(outcome.sentence).toMatch(/^"global" is halted in wave 2 of 2: b rejected: fail: errors\n/u);
});

test("runWaves() of a fleet that is halted already begins nothing and is refused", async () => {
  const before = { a: promotedAt(900), b: rejected };
  const { outcome, done } = await play(quick, { releases: {}, before });
  expect([done, outcome.exitCode]).toEqual([[], 3]);
});

test("runWaves() ends a run that has not moved traffic yet by interrupting it", async () => {
  const releases = {
    b: [runningAt(5), rejected, exitCodes.failed],
    c: [waiting, waiting, waiting, runningAt(5)],
  };
  const before = { a: promotedAt(900) };
  const { done, said } = await play(
    { ...quick, maxParallel: 2 },
    { releases: { ...releases, a: [promotedAt(900), exitCodes.done] }, before },
  );
  expect(done).toEqual(["rollout a", "rollout b", "rollout c"]);
  expect(said).toContain("c: ended with 130");
});

test("runWaves() stops where a region is held, and takes its canary off unless a watchdog watches", async () => {
  const releases = { a: [runningAt(5), exitCodes.inconclusive] };
  const left = await play(quick, { releases });
  expect([left.done, left.outcome.exitCode]).toEqual([["rollout a", "abort a"], 6]);
  const watched = await play(quick, { releases, watched: ["a"] });
  expect([watched.done, watched.outcome.exitCode]).toEqual([["rollout a"], 6]);
  expect(watched.said).toContain("a: sluice rollout a; sluice abort a --reason TEXT");
});

test("runWaves() takes a held region off and lets the others go on to their end", async () => {
  const releases = {
    a: [promotedAt(900), exitCodes.done],
    b: [runningAt(5), exitCodes.inconclusive],
    c: [runningAt(5), runningAt(20), runningAt(50), promotedAt(1005), exitCodes.done],
  };
  const { done, outcome } = await play({ ...quick, maxParallel: 2 }, { releases });
  expect(done).toEqual(["rollout a", "rollout b", "rollout c", "abort b"]);
  expect(outcome).toMatchObject({ exitCode: 6, report: { state: "stopped", because: ["b"] } });
});

test("runWaves() passes Ctrl-C on to every run, and says that nobody watches", async () => {
  const releases = { a: [runningAt(5), runningAt(5), runningAt(5), runningAt(5)] };
  const { outcome, said } = await play(quick, { releases, onRest: (rests, stop) => rests === 2 && stop() });
  expect(outcome.exitCode).toBe(130);
  expect(outcome.sentence).toMatch(
    /^Interrupted: .*no run of "global" watches it now\n {2}→ sluice rollout --fleet global/u,
  );
  expect(said).toContain("a: ended with 130");
});

test("runWaves() that was killed goes on from the ledgers: what is promoted keeps its time", async () => {
  const before = { a: promotedAt(998), b: runningAt(5) };
  const releases = { a: [exitCodes.done], b: good(1010), c: good(1016) };
  const { done, said, outcome } = await play(quick, { releases, before });
  expect(done).toEqual(["rollout a", "rollout b", "rollout c"]);
  expect(said.findIndex((line) => line.startsWith("wave 2 of 2: b"))).toBeGreaterThan(-1);
  expect(outcome.exitCode).toBe(0);
});
