import { leverByHand } from "../../components/core/lever/by-hand";
import { exitCodes } from "../../components/core/exit-code";
import { routerOf } from "../../components/core/routers/routers";
import type { RouteView } from "../../components/core/routers/router";
import { renderRunbook } from "../../components/core/runbook/runbook";
import { RunEnd } from "../../components/core/run-end";
import { readRouteAlone } from "../../components/traffic/look/read-route";
import { abortByHand } from "../abort/by-hand";
import { openEnvironment, readSettings } from "../environment";
import type { Environment, EnvironmentChoice } from "../environment";
import type { Outcome } from "../run-command";

/** Facts of the cluster that a runbook names; each is left out where it cannot be read. */
interface Live {
  readonly ledger?: Awaited<ReturnType<Environment["store"]["read"]>>;
  readonly route?: RouteView | undefined;
}

/** Rules of others are left out: their content is not ours to copy. */
function withoutOthers({ object, live }: RouteView): RouteView {
  const { foreign: _, ...own } = live;
  return { object, live: own };
}

async function look(choice: EnvironmentChoice): Promise<Live> {
  const { terminal } = choice;
  const context = await openEnvironment(choice).catch((error: unknown) => {
    if (!(error instanceof RunEnd)) throw error;
    terminal.say(`warning: what is live is left out: ${error.problem.text}`);
    return undefined;
  });
  if (context === undefined) return {};
  const tell = (error: Error): undefined => {
    terminal.say(`warning: ${error.message}`);
  };
  try {
    const [ledger, route] = await Promise.all([
      context.store.read().catch(tell),
      readRouteAlone(context.cluster, context.settings).catch(tell),
    ]);
    return { ledger, route };
  } finally {
    context.close();
  }
}

/**
 * Writes the runbook of an environment. Without its cluster it is written from the file alone, and says so.
 * @returns the runbook as `report.markdown`
 */
export async function writeRunbook(
  choice: EnvironmentChoice,
): Promise<Outcome & { readonly markdown: string }> {
  const settings = await readSettings(choice);
  const { ledger: stored, route } = await look(choice);
  const markdown = renderRunbook({
    settings,
    ...(stored === undefined ? {} : { ledger: stored.ledger }),
    ...(route === undefined ? {} : { zeroByHand: abortByHand(settings, withoutOthers(route), undefined) }),
    leverByHand: leverByHand(settings, routerOf(settings).lever?.(settings) ?? []),
    nowSeconds: Date.now() / 1000,
  });
  const { environment, app } = settings;
  return { exitCode: exitCodes.done, markdown, report: { environment, app, markdown } };
}
