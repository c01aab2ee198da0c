import { isRunningPhase } from "../ledger/ledger";
import type { Phase } from "../ledger/ledger";
import type { Problem } from "../problem";
import type { FlagSpec } from "./flag";
import { sameDefinition } from "./plan-flags";
import type { LiveFlag } from "./record";

/** Answer of one flagd: the write of the flag that it has, or why it gave none. */
export interface FlagdAnswer {
  readonly pod: string;
  readonly epoch?: number | undefined;
  readonly variant?: string | undefined;
  readonly problem?: string;
}

/** Facts that decide whether a flag may rise. */
export interface FlagGateFacts {
  readonly environment: string;
  readonly spec: FlagSpec;
  readonly live: LiveFlag;
  /** Whether the file that flagd reads is the one that Sluice wrote. */
  readonly isOwnFile: boolean;
  /** Phase of the app's release; absent where there is no ledger. */
  readonly phase?: Phase | undefined;
  /** Answers of all flagd pods; absent where nobody said where they are. */
  readonly answers?: readonly FlagdAnswer[] | undefined;
  /** Reasons why the counters of the variants cannot be read; empty where they can. */
  readonly metrics: readonly string[];
  /** Verdict on the evidence so far; absent before the first step. */
  readonly verdict?: { readonly kind: string; readonly basis: string; readonly sentence: string } | undefined;
  readonly today: string;
}

/** Reasons that speak against nobody: the step before has passed, and the counters are asked by themselves. */
const silent: readonly string[] = ["noData", "notEnoughEvidence"];

type Check = (facts: FlagGateFacts) => Problem | undefined;

const checks: Readonly<Record<string, Check>> = {
  release: ({ phase }) =>
    phase === undefined || isRunningPhase(phase)
      ? {
          text: `the app's code must run everywhere before a flag rises: got ${phase === undefined ? "no release" : `a release that is ${phase}`}`,
          fix: "finish or abort the release first; a flag and a version are never judged at once",
        }
      : undefined,
  definition: ({ spec, live, environment }) =>
    sameDefinition(spec.definition, live.definition)
      ? undefined
      : {
          text: `flag "${spec.name}" must be in the cluster as the file has it: got another definition`,
          fix: `pulumi up -s ${environment} writes it`,
        },
  drift: ({ isOwnFile, spec, environment }) =>
    isOwnFile
      ? undefined
      : {
          text: `the file of flagd must be the one that Sluice wrote: got another writer's`,
          fix: `find out who writes the ConfigMap; \`sluice flag off ${spec.name} ${environment} --reason TEXT\` writes it whole`,
        },
  expiry: ({ spec, today }) =>
    spec.definition.expires >= today
      ? undefined
      : {
          text: `flag "${spec.name}" must not be past its last day: got ${spec.definition.expires}`,
          fix: `ask ${spec.definition.owner}: take it out of the code, or give it a later day`,
        },
  flagd: ({ answers, live }) => {
    if (answers === undefined)
      return {
        text: "sluice:flags.flagd must say who serves the flags: got nothing",
        fix: "name an image or the labels of its pods: a step must be seen in force",
      };
    const bad = answers.find(({ epoch }) => epoch !== live.epoch);
    if (answers.length > 0 && bad === undefined) return undefined;
    const got =
      bad === undefined ? "no pod" : `${bad.pod}: ${bad.problem ?? `write ${bad.epoch ?? "unknown"}`}`;
    return {
      text: `every flagd must answer with write ${live.epoch} of the flag: got ${got}`,
      fix: "look at the pods of flagd and their logs",
    };
  },
  metrics: ({ metrics }) =>
    metrics.length === 0
      ? undefined
      : {
          text: `the counters of both variants must be readable: got ${metrics.join("; ")}`,
          fix: "count each variant from the start, with 0; see sluice:flags.metrics",
        },
  verdict: ({ verdict }) =>
    verdict === undefined ||
    verdict.kind === "pass" ||
    (verdict.kind === "inconclusive" && silent.includes(verdict.basis))
      ? undefined
      : { text: `nothing in the evidence so far must speak against it: got ${verdict.sentence}` },
};

/** Problems that keep a flag from rising: every check is asked. */
export function judgeFlagGate(facts: FlagGateFacts): readonly Problem[] {
  return Object.values(checks).flatMap((check) => check(facts) ?? []);
}
