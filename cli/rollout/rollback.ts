import { startRollback } from "../../components/core/ledger/transitions/attempt-transition";
import { weightStage } from "../../components/core/stage/exposure";
import { judgeImages } from "../../components/core/release/judge-images";
import { rollbackUnderWay } from "../../components/core/ledger/ledger";
import { promoted } from "../../components/core/ledger/transitions/promotion-transition";
import { explainDatabase } from "../../components/core/commands/explain-database";
import { printProblem, toRefusal } from "../../components/core/problem";
import { decideRollback, explainRollback } from "../../components/core/commands/decide-rollback";
import { readCheckout } from "../../components/session/checkout";
import { chooseObjectives } from "../../components/stage/evidence/objectives";
import type { Version } from "../../components/core/revision/version";
import { demandStored } from "../../components/revisions/demand-stored";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";
import { underLock } from "../orders/under-lock";
import { planRollback, rollbackWeight } from "./plan-rollback";
import { rollout } from "./rollout";
import type { RolloutOptions } from "./rollout";
import type { Outcome } from "../run-command";

/** Options of a rollback. */
export interface RollbackOptions extends RolloutOptions {
  /** Name of the revision to go back to. @default the one promoted before */
  readonly to?: string;
}

/**
 * Brings a version back that was promoted before, with its template, configuration and image: begins an attempt of kind
 * `rollback`, then runs base, stage 100 and base. Nothing is written into the checkout. Run again after an interruption
 * it goes on.
 */
export async function rollback(context: Environment, options: RollbackOptions): Promise<Outcome> {
  const { environment, app } = context.settings;
  let onDatabase: string | null = null;
  const version = await underLock(context, "roll back", async ({ ledger, route }) => {
    const decision = decideRollback(ledger, options.to);
    if (decision.kind === "refuse" || decision.version === undefined) {
      throw new RunEnd("refused", toRefusal(decision));
    }
    context.say(decision.sentence);
    const database = explainDatabase(ledger, decision.version.image);
    if (database !== undefined) context.say(printProblem(database));
    onDatabase = database?.text ?? null;
    await demandStored(context.cluster, context.settings, decision.version);
    await demandImages(context, decision.version.image, ledger.promoted.at(-1)?.image);
    // Stable has all traffic, so the release is promoted: who goes back from it does not wait for its watch.
    const goesOn = rollbackUnderWay(ledger) !== undefined;
    if (ledger.phase === "promoting" && !goesOn)
      await context.commit((current, nowSeconds) => promoted(current, { nowSeconds }));
    if (!goesOn) await begin(context, decision.version, route?.live.epoch ?? "", options.to);
    return decision.version;
  });
  const settings = { ...context.settings, ...version };
  return await rollout(
    { ...context, settings },
    { ...options, plan: (ledger, ran) => planRollback(environment, version, ledger, ran) },
  ).then((outcome) => ({
    ...outcome,
    report: {
      ...outcome.report,
      app,
      rolledBackTo: version.image,
      revision: version.revision ?? null,
      database: onDatabase,
    },
  }));
}

/**
 * Refuses where the registry no longer has what is gone back to; a registry that cannot be asked refuses nothing.
 * @param stable - image of the pods that serve now
 */
async function demandImages(context: Environment, image: string, stable: string | undefined): Promise<void> {
  const { askImages } = require("../../infra/ask-images") as typeof import("../../infra/ask-images");
  const wanted = [
    { whose: "the rollback's", image },
    ...(stable === undefined ? [] : [{ whose: "stable's", image: stable }]),
  ];
  const { gone, notes } = judgeImages(await askImages(wanted, process.env));
  for (const note of notes) context.say(note);
  const first = gone.find((one) => one.image === image);
  if (first === undefined) return;
  throw new RunEnd("refused", {
    text: `Cannot roll back "${context.settings.app}": ${first.text}; nothing was changed`,
    fix: "push that image again, or release another one",
  });
}

async function begin(
  context: Environment,
  version: Version,
  epoch: string,
  to: string | undefined,
): Promise<void> {
  const { settings, cluster } = context;
  const { objectives, note } = await chooseObjectives(cluster, { ...settings, ...version }, context.now());
  if (note !== undefined) context.say(note);
  const last = weightStage(rollbackWeight);
  const soakSeconds = settings.stages.find(({ key }) => key === last.key)?.soakSeconds ?? 0;
  const checkout = await readCheckout(context.root);
  await context.commit((ledger, nowSeconds) =>
    startRollback(ledger, {
      ...version,
      reason: explainRollback(ledger, to),
      stages: [{ ...last, soakSeconds }],
      objectives,
      epoch,
      checkout,
      nowSeconds,
    }),
  );
}
