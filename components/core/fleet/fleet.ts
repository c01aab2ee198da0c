import type { ExitCode } from "../exit-code";
import type { Standing } from "./standing";

/** An environment of a fleet as configured. */
export interface FleetMember {
  readonly environment: string;
  /** Share of the fleet's traffic that it carries, percent; all environments have one or none. @default unknown */
  readonly share?: number;
  /** Files of `--policy-pack-config` for its runs. @default - those of the command line */
  readonly policyConfig?: readonly string[];
}

/** Environments that are released in one go, after every wave before them. */
export interface Wave {
  readonly environments: readonly FleetMember[];
  /** Time from the last promotion in the wave until the next wave may begin, seconds. */
  readonly bakeSeconds: number;
}

/** Environments in waves, as `sluice:waves` says. */
export interface Fleet {
  readonly name: string;
  readonly waves: readonly Wave[];
  /** Most environments that are released at once. */
  readonly maxParallel: number;
  /** Environments that are taken back when one fails: it alone, or every one that has the release. */
  readonly onFailure: "region" | "all";
}

/** State of an environment, by its own ledger and by the run that this command has of it. */
export interface MemberFacts {
  readonly environment: string;
  readonly standing: Standing;
  /** A run of this command: under way, or its exit code. @default none yet */
  readonly run?: "going" | ExitCode;
  /** This command took its canary off only because nobody would have watched it. @default false */
  readonly wasLeft?: boolean;
  /** A watchdog Job takes over where no run watches. @default false */
  readonly hasWatchdog?: boolean;
}

/** Every environment of a fleet with the number of its wave, from 1. */
export function listMembers({ waves }: Fleet): readonly (FleetMember & { readonly wave: number })[] {
  return waves.flatMap(({ environments }, index) => environments.map((one) => ({ ...one, wave: index + 1 })));
}
