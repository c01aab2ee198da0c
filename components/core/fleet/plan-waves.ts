import { exitCodes } from "../exit-code";
import { listMembers } from "./fleet";
import type { Fleet, MemberFacts } from "./fleet";

/** Actions that a fleet's state asks for now, by name of the environment. */
export interface WavePlan {
  /**
   * - `going`: environments are released, or a bake time runs
   * - `halted`: the release is bad somewhere; nothing begins anywhere
   * - `stopped`: a run ended without a verdict against the release; nothing begins until the next command
   * - `done`: all are promoted and every bake time is over
   */
  readonly state: "going" | "halted" | "stopped" | "done";
  /** Number of the wave that is on, from 1; of the last one where all are done. */
  readonly wave: number;
  /** Runs to begin, or to go on with. */
  readonly begin: readonly string[];
  /** Runs of this command to end, whose canary has no traffic yet. */
  readonly interrupt: readonly string[];
  /** Canaries to take off. */
  readonly abort: readonly string[];
  /** Environments to bring the version before back to. */
  readonly rollBack: readonly string[];
  /** Environments whose state stops or halts the fleet. */
  readonly because: readonly string[];
  /** End of the wave's bake time. @default - no bake time runs */
  readonly waitUntilSeconds?: number;
}

const nothing = { begin: [], interrupt: [], abort: [], rollBack: [], because: [] } as const;

const names = (facts: readonly MemberFacts[]): readonly string[] =>
  facts.map(({ environment }) => environment);

/** Whether the release is bad there. */
const isBad = ({ standing, run, wasLeft = false }: MemberFacts): boolean =>
  (standing.kind === "rejected" && !wasLeft) ||
  standing.kind === "wrong" ||
  standing.kind === "leaving" ||
  run === exitCodes.failed;

/** Whether a run of this command ended there and something else than the release has to be mended first. */
const isStuck = ({ standing, run }: MemberFacts): boolean =>
  standing.kind === "unknown" ||
  (typeof run === "number" &&
    (run !== exitCodes.done || (standing.kind !== "promoted" && standing.kind !== "wrong")));

/** Whether all its traffic is on the new release, which is stable there, perhaps not recorded as promoted yet. */
const isStable = ({ standing }: MemberFacts): boolean =>
  standing.kind === "running" && standing.phase === "promoting" && standing.weight === 0;

/** Whether its canary has traffic. */
const hasTraffic = ({ standing }: MemberFacts): boolean => standing.kind === "running" && standing.weight > 0;

/** Whether its own run still has to bring the promotion to its end, which a failure elsewhere does not forbid. */
const isPromoting = ({ standing, run }: MemberFacts): boolean =>
  run === "going" &&
  standing.kind === "running" &&
  (standing.phase === "passed" || standing.phase === "promoting");

/** Whether it can go back to the version before. */
const canGoBack = ({ standing }: MemberFacts): boolean =>
  (standing.kind === "promoted" || standing.kind === "wrong") && standing.hasWayBack;

/** Time from which on an environment has the release for good; Infinity where it does not have it. */
const sinceOf = ({ standing }: MemberFacts): number =>
  standing.kind === "promoted" || standing.kind === "wrong" ? standing.sinceSeconds : Infinity;

/** A wave that is not over. */
interface CurrentWave {
  /** Its number, from 0. */
  readonly index: number;
  readonly facts: readonly MemberFacts[];
  /** End of its bake time. @default - not all its environments are promoted */
  readonly bakedAtSeconds?: number;
}

/**
 * Finds the first wave that is not over.
 * @param isOver - whether an environment is, its bake time aside
 */
function findWave(
  { waves }: Fleet,
  of: (environment: string) => MemberFacts,
  nowSeconds: number,
  isOver: (fact: MemberFacts) => boolean,
): CurrentWave | undefined {
  for (const [index, { environments, bakeSeconds }] of waves.entries()) {
    const facts = environments.map(({ environment }) => of(environment));
    const since = facts.map((one) => (isOver(one) ? sinceOf(one) : Infinity));
    const bakedAtSeconds = Math.max(...since) + bakeSeconds;
    if (bakedAtSeconds === Infinity) return { index, facts };
    if (nowSeconds < bakedAtSeconds) return { index, facts, bakedAtSeconds };
  }
  return undefined;
}

/**
 * Plans what a fleet does now, by its environments' ledgers and this command's runs alone. Every environment is run once
 * by each command, also one that is promoted already: what is no part of the revision is brought up to date, and a run
 * that was killed is completed.
 * @param facts - one for each environment of the fleet
 */
export function planWaves(fleet: Fleet, facts: readonly MemberFacts[], nowSeconds: number): WavePlan {
  const byName = new Map(facts.map((one) => [one.environment, one]));
  const members = listMembers(fleet).map(({ environment }) => byName.get(environment) as MemberFacts);
  const of = (environment: string): MemberFacts => byName.get(environment) as MemberFacts;
  const current = findWave(fleet, of, nowSeconds, ({ run }) => run === exitCodes.done);
  const wave = (current?.index ?? fleet.waves.length - 1) + 1;
  // A fault that is found after the last bake time is a person's to take back.
  const isReleased = findWave(fleet, of, nowSeconds, () => true) === undefined;
  const bad = isReleased ? [] : members.filter(isBad);
  if (bad.length > 0) return { ...halt(fleet, members), wave, because: names(bad) };
  if (current === undefined) return { ...nothing, state: "done", wave };
  const stuck = members.filter(isStuck);
  if (stuck.length > 0) return { ...stop(members), wave, because: names(stuck) };
  if (current.bakedAtSeconds !== undefined)
    return { ...nothing, state: "going", wave, waitUntilSeconds: current.bakedAtSeconds };
  const going = members.filter(({ run }) => run === "going").length;
  const left = current.facts.filter(({ run }) => run === undefined);
  // A canary that an interrupted command left behind is watched again before another one begins.
  const first = left.toSorted(
    (a, b) => Number(b.standing.kind === "running") - Number(a.standing.kind === "running"),
  );
  const begin = names(first.slice(0, Math.max(0, fleet.maxParallel - going)));
  return { ...nothing, state: "going", wave, begin };
}

/** Whether a run of this command is under way there and its canary has no traffic yet. */
const hasNotMoved = ({ standing, run }: MemberFacts): boolean =>
  run === "going" && (standing.kind === "waiting" || (standing.kind === "running" && standing.weight === 0));

/** Plan where the release is bad somewhere: the canaries go, and with `onFailure: all` every promotion. */
function halt({ onFailure }: Fleet, members: readonly MemberFacts[]): Omit<WavePlan, "wave" | "because"> {
  const all = onFailure === "all";
  const running = members.filter((one) => hasTraffic(one) && (all || isBad(one) || !isPromoting(one)));
  const rollBack = members
    .filter((one) => one.run !== "going" && (all || one.standing.kind === "wrong"))
    .filter((one) => canGoBack(one) || isStable(one))
    .toReversed();
  return {
    ...nothing,
    state: "halted",
    interrupt: names(members.filter((one) => hasNotMoved(one) && !isStable(one))),
    abort: names(running),
    rollBack: names(rollBack),
  };
}

/** Plan where a run ended without a verdict: others go on to their end, and no canary stays that nobody watches. */
function stop(members: readonly MemberFacts[]): Omit<WavePlan, "wave" | "because"> {
  const unwatched = members.filter(
    (one) => typeof one.run === "number" && hasTraffic(one) && one.hasWatchdog !== true,
  );
  return { ...nothing, state: "stopped", abort: names(unwatched) };
}
