import { alignColumns } from "../columns";
import { showTime } from "../show-time";
import { describeWeight } from "../stage/exposure";
import type { Problem } from "../problem";
import { listMembers } from "./fleet";
import type { Fleet, MemberFacts } from "./fleet";
import type { WavePlan } from "./plan-waves";
import type { Standing } from "./standing";

/**
 * An environment's standing in a few words.
 * @example explainStanding({ kind: "running", phase: "held", weight: 5, isPaused: false }) // "held at 5 %"
 */
export function explainStanding(standing: Standing): string {
  switch (standing.kind) {
    case "waiting":
      return "waits";
    case "running":
      return `${standing.phase} at ${describeWeight(standing.weight)}${standing.isPaused ? ", paused" : ""}`;
    case "promoted":
      return standing.sinceSeconds === 0 ? "promoted" : `promoted at ${showTime(standing.sinceSeconds)}`;
    case "wrong":
      return `promoted, found wrong at ${showTime(standing.atSeconds)}`;
    case "rejected":
      return `rejected: ${standing.reason}`;
    case "leaving":
      return "rolls back";
    case "unknown":
      return `not known: ${standing.problem}`;
  }
}

/** Commands by which an environment goes on from where it stands, the usual one first; none where all is well. */
export function listWays({
  environment,
  standing,
}: Pick<MemberFacts, "environment" | "standing">): readonly string[] {
  switch (standing.kind) {
    case "running":
      return [`sluice rollout ${environment}`, `sluice abort ${environment} --reason TEXT`];
    case "wrong":
      return [`sluice verify ${environment}`, `sluice rollback ${environment}`];
    case "rejected":
      return [`sluice report ${environment}`, `sluice retry ${environment} --reason TEXT`];
    case "leaving":
      return [`sluice rollback ${environment}`];
    case "unknown":
      return [`sluice status ${environment}`];
    default:
      return [];
  }
}

/** Part of an environment's requests that the release answers, percent. */
function reached(standing: Standing): number {
  if (standing.kind === "promoted" || standing.kind === "wrong") return 100;
  if (standing.kind !== "running") return 0;
  return standing.phase === "promoting" ? 100 : standing.weight;
}

/** Share of the fleet's traffic that the release answers, percent; undefined where the file has no shares. */
export function reachedShare(fleet: Fleet, facts: readonly MemberFacts[]): number | undefined {
  const members = listMembers(fleet);
  if (members.every(({ share }) => share === undefined)) return undefined;
  const parts = members.map(({ environment, share = 0 }) => {
    const found = facts.find((one) => one.environment === environment);
    return found === undefined ? 0 : (share * reached(found.standing)) / 100;
  });
  return Math.round(10 * parts.reduce((sum, part) => sum + part, 0)) / 10;
}

/** A line for each environment of a fleet, in columns under their heads. */
export function listWaves(fleet: Fleet, facts: readonly MemberFacts[]): readonly string[] {
  const rows = listMembers(fleet).map(({ environment, wave, share }) => [
    String(wave),
    environment,
    share === undefined ? "" : `${share} %`,
    ...facts
      .filter((one) => one.environment === environment)
      .map(({ standing }) => explainStanding(standing)),
  ]);
  return alignColumns([["wave", "environment", "traffic", "release"], ...rows]);
}

/** A line with the commands to go on for each environment that needs somebody. */
export const explainWays = (facts: readonly MemberFacts[]): readonly string[] =>
  facts.flatMap((one) => {
    const ways = listWays(one);
    return ways.length === 0 ? [] : [`${one.environment}: ${ways.join("; ")}`];
  });

/** Words on environments that were found wrong after the release was over; empty where all are well. */
function explainWrong(facts: readonly MemberFacts[]): string {
  const wrong = facts.filter(({ standing }) => standing.kind === "wrong");
  return wrong.length === 0
    ? ""
    : `; found wrong since: ${wrong.map(({ environment }) => environment).join(", ")}`;
}

/** A fleet's state in one sentence, with the way on where nothing goes on by itself. */
export function explainPlan(fleet: Fleet, plan: WavePlan, facts: readonly MemberFacts[]): Problem {
  const { name, waves } = fleet;
  const place = `wave ${plan.wave} of ${waves.length}`;
  const goOn = `sluice rollout --fleet ${name}`;
  const causes = facts
    .filter(({ environment }) => plan.because.includes(environment))
    .map(({ environment, standing }) => `${environment} ${explainStanding(standing)}`);
  switch (plan.state) {
    case "done":
      return { text: `"${name}" is released: all ${waves.length} waves are promoted${explainWrong(facts)}` };
    case "halted":
      return {
        text: `"${name}" is halted in ${place}: ${causes.join("; ")}`,
        fix: `set another image in all of them, or allow the same one again where it was rejected (sluice retry); then ${goOn}`,
      };
    case "stopped":
      return {
        text: `"${name}" is stopped in ${place}: ${causes.join("; ")}`,
        fix: `mend what the run of it names, then ${goOn}`,
      };
    case "going":
      if (plan.waitUntilSeconds !== undefined)
        return { text: `${place} is promoted and bakes until ${showTime(plan.waitUntilSeconds)}` };
      return {
        text: plan.begin.length > 0 ? `${place}: ${plan.begin.join(", ")} begins` : `${place} is under way`,
      };
  }
}

/** JSON of a fleet's state; null where a value is missing. Times are ISO 8601. */
export function toFleetReport(fleet: Fleet, plan: WavePlan, facts: readonly MemberFacts[]) {
  const { text, fix } = explainPlan(fleet, plan, facts);
  return {
    fleet: fleet.name,
    state: plan.state,
    wave: plan.wave,
    waves: fleet.waves.length,
    sentence: text,
    ...(fix === undefined ? {} : { fix }),
    because: plan.because,
    bakesUntil: plan.waitUntilSeconds === undefined ? null : showTime(plan.waitUntilSeconds),
    reachedSharePercent: reachedShare(fleet, facts) ?? null,
    environments: listMembers(fleet).flatMap(({ environment, wave, share }) =>
      facts
        .filter((one) => one.environment === environment)
        .map((one) => ({
          environment,
          wave,
          share: share ?? null,
          standing: one.standing.kind,
          text: explainStanding(one.standing),
          weight: one.standing.kind === "running" ? one.standing.weight : 0,
          next: listWays(one),
        })),
    ),
  };
}
