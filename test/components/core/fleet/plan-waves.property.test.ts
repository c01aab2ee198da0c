import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { exitCodes } from "../../../../components/core/exit-code";
import type { Fleet, MemberFacts } from "../../../../components/core/fleet/fleet";
import { planWaves } from "../../../../components/core/fleet/plan-waves";
import type { WavePlan } from "../../../../components/core/fleet/plan-waves";
import { fleetOf, promotedAt, rejected, runningAt, waiting } from "./scene";

type Event = "step" | "fail" | "hold" | "kill" | "time";

interface Step {
  readonly event: Event;
  readonly which: number;
}

const names = ["a", "b", "c", "d", "e"];

const fleets = record({
  sizes: array(integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  maxParallel: integer({ min: 1, max: 3 }),
  onFailure: constantFrom("region" as const, "all" as const),
}).map(({ sizes, maxParallel, onFailure }): Fleet => {
  const left = [...names];
  const waves = sizes.map((size) => left.splice(0, size)).filter((wave) => wave.length > 0);
  return fleetOf(waves, { maxParallel, onFailure });
});

/** Events in which most go well, so that later waves are reached. */
const steps = (...rare: readonly Event[]) => {
  const event = constantFrom<Event>("step", "step", "step", "step", "step", "time", ...rare);
  return array(record({ event, which: integer({ min: 0, max: 9 }) }), { minLength: 30, maxLength: 120 });
};

/** The next thing that befalls a release that goes well. */
function advance({ standing }: MemberFacts, now: number): Partial<MemberFacts> {
  if (standing.kind === "waiting") return { standing: runningAt(5) };
  if (standing.kind !== "running") return { run: exitCodes.done };
  if (standing.phase === "progressing") return { standing: runningAt(100, { phase: "passed" }) };
  if (standing.phase === "passed") return { standing: runningAt(50, { phase: "promoting" }) };
  return { standing: promotedAt(now), run: exitCodes.done };
}

/** Plays a fleet whose ledgers outlive every kill; each plan is looked at before it is carried out. */
function play(
  fleet: Fleet,
  script: readonly Step[],
  see: (plan: WavePlan, facts: readonly MemberFacts[], now: number) => void,
) {
  let now = 0;
  let facts: readonly MemberFacts[] = fleet.waves
    .flatMap(({ environments }) => environments)
    .map(({ environment }) => ({ environment, standing: waiting }));
  const change = (name: string, to: Partial<MemberFacts>): void => {
    facts = facts.map((one) => (one.environment === name ? { ...one, ...to } : one));
  };
  const carryOut = (): WavePlan => {
    const plan = planWaves(fleet, facts, now);
    see(plan, facts, now);
    for (const name of plan.begin) change(name, { run: "going" });
    for (const name of plan.interrupt) change(name, { run: exitCodes.interrupted });
    for (const name of [...plan.abort, ...plan.rollBack])
      change(name, { standing: rejected, run: exitCodes.refused });
    return plan;
  };
  for (const { event, which } of script) {
    carryOut();
    const going = facts.filter(({ run }) => run === "going");
    const one = going[which % Math.max(1, going.length)];
    if (event === "time") now += 60;
    if (event === "kill") facts = facts.map(({ environment, standing }) => ({ environment, standing }));
    if (one === undefined) continue;
    if (event === "step") change(one.environment, advance(one, now));
    if (event === "fail" && which > 6 && one.standing.kind === "running")
      change(one.environment, { standing: rejected, run: exitCodes.failed });
    if (event === "hold") change(one.environment, { run: exitCodes.inconclusive });
  }
  carryOut();
  return { plan: carryOut(), facts };
}

const isBad = ({ standing }: MemberFacts): boolean => standing.kind === "rejected";

test("no environment begins before every wave before its own is promoted and baked, nor more than may at once", () => {
  const check = property(fleets, steps("fail", "hold", "kill"), (fleet, script) => {
    play(fleet, script, ({ begin }, facts, now) => {
      const going = facts.filter(({ run }) => run === "going").length;
      expect(begin.length === 0 || going + begin.length <= fleet.maxParallel).toBe(true);
      for (const name of begin) {
        const at = fleet.waves.findIndex(({ environments }) =>
          environments.some(({ environment }) => environment === name),
        );
        const before = fleet.waves.slice(0, at).flatMap(({ environments }) => environments);
        for (const { environment } of before) {
          const standing = facts.find((one) => one.environment === environment)?.standing;
          expect(standing?.kind === "promoted" && standing.sinceSeconds + 100 <= now).toBe(true);
        }
      }
    });
  });
  assert(check);
});

test("a failure anywhere begins nothing any more, whatever is killed, and leaves no canary with traffic that nobody watches", () => {
  const check = property(fleets, steps("fail", "kill"), (fleet, script) => {
    const { plan, facts } = play(fleet, script, ({ state, begin, abort }, seen) => {
      if (!seen.some(isBad)) return;
      expect([state, begin]).toEqual(["halted", []]);
      for (const { environment, standing, run } of seen) {
        if (standing.kind !== "running" || standing.weight === 0) continue;
        const isWatched = run === "going" && standing.phase !== "progressing" && fleet.onFailure === "region";
        expect([environment, abort.includes(environment)]).toEqual([environment, !isWatched]);
      }
    });
    if (plan.state !== "halted") return;
    const kept = facts.filter(({ standing, run }) => standing.kind === "promoted" && run !== "going");
    if (fleet.onFailure === "all") expect(kept).toEqual([]);
  });
  assert(check);
});

test("a command that is killed after any steps is gone on with by the same one, to the same end", () => {
  const check = property(fleets, steps("kill"), (fleet, script) => {
    const rest = Array.from({ length: 300 }, (_, which): Step => ({
      event: which % 5 === 0 ? "time" : "step",
      which,
    }));
    const begun: string[] = [];
    const { plan, facts } = play(fleet, [...script, ...rest], ({ begin }, seen) => {
      const fresh = seen.filter(
        ({ environment, standing }) => begin.includes(environment) && standing.kind === "waiting",
      );
      begun.push(...fresh.map(({ environment }) => environment));
    });
    expect(plan.state).toBe("done");
    expect(facts.every(({ standing }) => standing.kind === "promoted")).toBe(true);
    const order = fleet.waves.map(({ environments }) => environments.map(({ environment }) => environment));
    const waveOf = (name: string): number => order.findIndex((wave) => wave.includes(name));
    const waves = [...new Set(begun)].map(waveOf);
    expect(waves).toEqual(waves.toSorted((a, b) => a - b));
  });
  assert(check);
});
