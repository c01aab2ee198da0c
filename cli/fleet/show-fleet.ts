import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import {
  explainPlan,
  listWaves,
  explainWays,
  reachedShare,
  toFleetReport,
} from "../../components/core/fleet/explain-waves";
import { listMembers } from "../../components/core/fleet/fleet";
import type { MemberFacts } from "../../components/core/fleet/fleet";
import { planWaves } from "../../components/core/fleet/plan-waves";
import { assessStanding } from "../../components/core/fleet/standing";
import type { Standing } from "../../components/core/fleet/standing";
import { printProblem } from "../../components/core/problem";
import { toVersion } from "../../components/core/revision/version";
import { loadFleet } from "../../stacks/files/load-fleet";
import { openEnvironment } from "../environment";
import type { Outcome } from "../run-command";
import { inParallel } from "../../components/http/in-parallel";
import type { Terminal } from "../terminal";

/** Environments that are read at once. */
const atOnce = 12;

/** Options of `sluice status --fleet`. */
export interface ShowFleetOptions {
  /** Folder of the Pulumi project. */
  readonly cwd: string;
  readonly org?: string | undefined;
}

async function readStanding(
  options: ShowFleetOptions,
  environment: string,
  terminal: Terminal,
): Promise<Standing> {
  try {
    const context = await openEnvironment({
      ...options,
      environment,
      by: "sluice status",
      terminal,
      shared: true,
    });
    const stored = await context.store.read().finally(() => context.close());
    return assessStanding(stored?.ledger, toVersion(context.settings));
  } catch (error) {
    return { kind: "unknown", problem: (error as Error).message.replaceAll(/\s*\n\s*/g, " ") };
  }
}

/** Shows where each environment of a fleet stands; one that cannot be read does not hide the others. */
export async function showFleet(
  name: string,
  options: ShowFleetOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const { fleet } = await loadFleet(path.resolve(options.cwd), name);
  const members = listMembers(fleet);
  const facts = await inParallel(members, atOnce, async ({ environment }): Promise<MemberFacts> => {
    const standing = await readStanding(options, environment, terminal);
    // A rollout would run what is promoted once more; a look takes it as it is.
    const isPromoted = standing.kind === "promoted" || standing.kind === "wrong";
    return { environment, standing, ...(isPromoted ? { run: exitCodes.done } : {}) };
  });
  const plan = planWaves(fleet, facts, Date.now() / 1000);
  for (const line of listWaves(fleet, facts)) terminal.say(line);
  const share = reachedShare(fleet, facts);
  if (share !== undefined) terminal.say(`the release answers ${share} % of the fleet's traffic`);
  for (const line of explainWays(facts)) terminal.say(line);
  const isKnown = facts.every(({ standing }) => standing.kind !== "unknown");
  return {
    exitCode: isKnown ? exitCodes.done : exitCodes.usage,
    sentence: printProblem(explainPlan(fleet, { ...plan, begin: [] }, facts)),
    report: toFleetReport(fleet, plan, facts),
  };
}
