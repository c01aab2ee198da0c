import { decideApprove } from "../../components/core/commands/decide-approve";
import type { CommandDecision } from "../../components/core/commands/decide-command";
import { approved, toSettingsDigest } from "../../components/core/ledger/approval";
import { given } from "../../components/core/given";
import { printProblem, toRefusal } from "../../components/core/problem";
import { RunEnd } from "../../components/core/run-end";
import { loadStack } from "../../stacks/load";
import { formatStackName } from "../../stacks/name";
import { askName } from "./ask-name";
import type { Environment } from "../environment";
import type { Outcome } from "../run-command";

/** A person's word on a stage. */
export interface ApprovalWord {
  /** Key of the stage. */
  readonly stage: string;
  /** Role in which the person speaks. @default none */
  readonly as?: string | undefined;
  readonly reason: string;
  /** Names of checks of the gate that a hotfix does not wait for. @default none */
  readonly waives?: readonly string[];
  /** As this machine knows the person. */
  readonly person: string;
}

/**
 * Approves a stage: one write of the ledger, decided by the ledger that is written to. Whoever may write it may
 * approve; needs neither the lock nor the engine, and moves no traffic.
 */
export async function approve(context: Environment, word: ApprovalWord): Promise<Outcome> {
  const { settings, store, commit, root } = context;
  const { environment, app } = settings;
  if ((await store.read()) === undefined)
    throw new RunEnd("refused", `Cannot approve "${app}": a release must have been made: got no ledger`);
  const { stage, as, reason, person, waives = [] } = word;
  const stack = formatStackName({ kind: "stage", environment, key: stage });
  const digest = toSettingsDigest((await loadStack(root, stack)).settings);
  const name = await askName(context);
  const who = name === undefined ? person : `${name} (${person})`;
  let decision: CommandDecision<"record"> | undefined;
  await commit((ledger, nowSeconds) => {
    decision = decideApprove(ledger, { stage, settings: digest, nowSeconds }, waives);
    return decision.kind === "act"
      ? approved(ledger, {
          stage,
          settings: digest,
          who,
          ...given("as", as),
          reason,
          ...(waives.length === 0 ? {} : { waives }),
          nowSeconds,
        })
      : undefined;
  });
  const { kind, exitCode, sentence } = decision as unknown as CommandDecision<"record">;
  const said = kind === "refuse" ? printProblem(toRefusal(decision as never)) : sentence;
  return { exitCode, sentence: said, report: { environment, app, stage, sentence, who } };
}
