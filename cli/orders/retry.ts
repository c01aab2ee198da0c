import { retryAttempt } from "../../components/core/ledger/transitions/attempt-transition";
import { decideRetry } from "../../components/core/commands/decide-retry";
import { toVersion } from "../../components/core/revision/version";
import { printProblem, toRefusal } from "../../components/core/problem";
import { exitCodes } from "../../components/core/exit-code";
import { chooseObjectives } from "../../components/stage/evidence/objectives";
import { readCheckout } from "../../components/session/checkout";
import { repeatOnStable } from "../../components/traffic/end/abort-release";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";
import { underLock } from "./under-lock";
import type { Outcome } from "../run-command";

/**
 * Begins a new attempt for the version that was aborted: fresh evidence, stages and objectives of today. Moves no
 * traffic and starts no pod; the rollout does.
 */
export async function retry(context: Environment, reason: string): Promise<Outcome> {
  const { settings } = context;
  const { environment, app } = settings;
  return await underLock(context, "retry", async ({ ledger, route }) => {
    const liveWeight = route?.live.weight;
    const decision = decideRetry({
      ledger,
      wanted: toVersion(settings),
      ...(liveWeight === undefined ? {} : { liveWeight }),
    });
    const { version } = decision;
    if (decision.kind === "refuse" || version === undefined) {
      throw new RunEnd("refused", toRefusal(decision));
    }
    const { objectives, note } = await chooseObjectives(context.cluster, settings, context.now());
    if (note !== undefined) context.say(note);
    const checkout = await readCheckout(context.root);
    const after = await context.commit((current, nowSeconds) =>
      retryAttempt(current, {
        ...version,
        reason,
        objectives,
        profile: settings.profile,
        stages: settings.stages,
        epoch: route?.live.epoch ?? "",
        checkout,
        nowSeconds,
      }),
    );
    await repeatOnStable(context);
    const attempt = after.attempt?.number ?? 0;
    return {
      exitCode: exitCodes.done,
      sentence: printProblem({
        text: `${decision.sentence}: attempt ${attempt}`,
        fix: `sluice rollout ${environment}`,
      }),
      report: {
        environment,
        app,
        image: version.image,
        attempt,
        phase: after.phase,
        sentence: decision.sentence,
      },
    };
  });
}
