import { exitCodes } from "../../components/core/exit-code";
import { isRunning } from "../../components/core/ledger/ledger";
import type { Ledger } from "../../components/core/ledger/ledger";
import { RunEnd } from "../../components/core/run-end";
import { takeoverUndone } from "../../components/core/takeover/takeover-transition";
import { writeBudgets } from "../../components/takeover/begin-takeover";
import { demandTurningRights } from "../../components/session/demand-rights";
import { giveRouteBack } from "../../components/takeover/give-back";
import { restoreOld } from "../../components/takeover/restore-old";
import { runTakeover } from "../../components/takeover/run-takeover";
import { turnScalers } from "../../components/takeover/turn-scalers";
import { waitForNoPods } from "../../components/takeover/wait-for-no-pods";
import type { Environment } from "../environment";
import { underLock } from "./under-lock";
import type { Interruption } from "../interruption";
import type { Outcome } from "../run-command";

/** Refuses while a release is under way; a first deploy is the takeover itself. */
function refuseRunning(ledger: Ledger, environment: string): void {
  if (!isRunning(ledger) || ledger.attempt?.kind === "first") return;
  throw new RunEnd("refused", {
    text: `Cannot eject "${ledger.app}": no release may be under way: got ${ledger.phase} at ${ledger.weight} %`,
    fix: `finish it, or \`sluice abort ${environment} --reason TEXT\` first`,
  });
}

/**
 * Gives a service that was taken over, or is being, back: its Deployment, its Services and its route serve without
 * Sluice again, in the version that stable has. Each step is decided by what is live, so that a second run goes on.
 */
export async function eject(
  context: Environment,
  interruption: Pick<Interruption, "signal">,
): Promise<Outcome> {
  const { settings, cluster, commit, say } = context;
  const { environment, app } = settings;
  const given = await underLock(context, "eject", async ({ ledger }) => {
    const record = ledger.takeover;
    refuseRunning(ledger, environment);
    if (record !== undefined) {
      await demandTurningRights(context, record.scalers ?? []);
      await restoreOld(cluster, settings, ledger, record);
      if (await giveRouteBack(cluster, settings, "rules"))
        say(`"${settings.traffic.route}" splits no requests any more`);
      const giving = { ...context, interrupted: interruption.signal };
      await runTakeover(giving, "back");
      // Until KEDA has followed it starts pods of stable again.
      if (await turnScalers(giving, record, "old")) await runTakeover(giving, "back");
      await waitForNoPods(context, interruption.signal);
      await writeBudgets(cluster, settings, record.budgets ?? [], false);
      // While the record is there, a second run comes here again.
      await giveRouteBack(cluster, settings, "marks");
      await commit(takeoverUndone);
    }
    return record;
  });
  if (given === undefined)
    return {
      exitCode: exitCodes.done,
      sentence: `"${app}" was not taken over: there is nothing to give back`,
      report: { app, environment, ejected: false },
    };
  const services = Object.keys(given.selectors);
  return {
    exitCode: exitCodes.done,
    sentence: `Deployment ${given.deployment} serves "${app}" by Service ${services.join(", ")} again, without Sluice\n→ pulumi destroy -s ${environment} removes what is left of it; nothing of yours is among that`,
    report: { app, environment, ejected: true, deployment: given.deployment, services },
  };
}
