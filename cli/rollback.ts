import * as path from "node:path";
import { startRollback } from "../components/core/ledger/attempt-transition";
import { weightStage } from "../components/core/stage/exposure";
import { judgeImages } from "../components/core/release/judge-images";
import { promoted } from "../components/core/ledger/promotion-transition";
import { decideRollback } from "../components/core/commands/decide-rollback";
import { readCheckout } from "../components/session/checkout";
import { chooseObjectives } from "../components/stage/objectives";
import { findStackFolder } from "../stacks/load";
import { stackFile } from "../stacks/environment";
import { RunEnd } from "../components/core/run-end";
import type { Environment } from "./environment";
import { holdRelease } from "./hold-release";
import { planRollback, rollbackWeight } from "./plan-rollback";
import { rollout } from "./rollout";
import type { RolloutOptions } from "./rollout";
import type { Outcome } from "./run-command";
import { writeImage } from "./set-image";

/**
 * Brings the image back that was promoted before: writes it into the environment file, begins an attempt of kind
 * `rollback`, then runs base, stage 100 and base. Run again after an interruption it goes on.
 */
export async function rollback(context: Environment, options: RolloutOptions): Promise<Outcome> {
  const { environment, app } = context.settings;
  const image = await holdRelease(context, "roll back", async ({ ledger, route }) => {
    const decision = decideRollback(ledger);
    if (decision.kind === "refuse" || decision.image === undefined) {
      throw new RunEnd("refused", decision.sentence);
    }
    context.say(decision.sentence);
    await demandImages(context, decision.image, ledger.promoted.at(-1));
    const file = path.join(await findStackFolder(context.root), stackFile(environment));
    if (await writeImage(file, decision.image)) context.say(`${file}: release.image is ${decision.image}`);
    // Stable has all traffic, so the release is promoted: who goes back from it does not wait for its watch.
    if (ledger.phase === "promoting" && ledger.attempt?.kind !== "rollback")
      await context.commit((current, nowSeconds) => promoted(current, { nowSeconds }));
    if (ledger.attempt?.kind !== "rollback" || ledger.phase === "promoted")
      await begin(context, decision.image, route?.live.epoch ?? "");
    return decision.image;
  });
  const settings = { ...context.settings, image };
  return await rollout(
    { ...context, settings },
    { ...options, plan: (ledger, ran) => planRollback(environment, image, ledger, ran) },
  ).then((outcome) => ({ ...outcome, report: { ...outcome.report, app, rolledBackTo: image } }));
}

/**
 * Refuses where the registry no longer has what is gone back to; a registry that cannot be asked refuses nothing.
 * @param stable - image of the pods that serve now
 */
async function demandImages(context: Environment, image: string, stable: string | undefined): Promise<void> {
  const { askImages } = require("../infra/ask-images") as typeof import("../infra/ask-images");
  const wanted = [
    { whose: "the rollback's", image },
    ...(stable === undefined ? [] : [{ whose: "stable's", image: stable }]),
  ];
  const { gone, notes } = judgeImages(await askImages(wanted, process.env));
  for (const note of notes) context.say(note);
  const [first] = gone.filter((text) => text.includes(image));
  if (first === undefined) return;
  throw new RunEnd("refused", {
    text: `Cannot roll back "${context.settings.app}": ${first}`,
    fix: "push that image again, or release another one; nothing was changed",
  });
}

async function begin(context: Environment, image: string, epoch: string): Promise<void> {
  const { settings, cluster } = context;
  const { objectives, note } = await chooseObjectives(cluster, { ...settings, image }, context.now());
  if (note !== undefined) context.say(note);
  const last = weightStage(rollbackWeight);
  const soakSeconds = settings.stages.find(({ key }) => key === last.key)?.soakSeconds ?? 0;
  const checkout = await readCheckout(context.root);
  await context.commit((ledger, nowSeconds) =>
    startRollback(ledger, {
      image,
      reason: "sluice rollback",
      stages: [{ ...last, soakSeconds }],
      objectives,
      epoch,
      checkout,
      nowSeconds,
    }),
  );
}
