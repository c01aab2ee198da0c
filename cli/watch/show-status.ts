import { explainStatus } from "../../components/core/commands/explain-ledger";
import { exitCodes } from "../../components/core/exit-code";
import { askBudgets } from "../../components/stage/gate/read-budget";
import { inHurry } from "../environment";
import type { Environment } from "../environment";
import { pauseFor, showLive } from "../live/show-live";
import type { Outcome } from "../run-command";
import { readStatus } from "./status";
import type { Terminal } from "../terminal";

const watchEveryMs = 2000;

/** Shows the status once, or again and again until Ctrl-C: as a view that changes in place, elsewhere its changes alone. */
export async function showStatus(context: Environment, terminal: Terminal, watch: boolean): Promise<Outcome> {
  if (!watch) {
    const [now, budgets] = await Promise.all([
      readStatus(context),
      askBudgets(context.cluster, inHurry(context.settings)),
    ]);
    const status = { ...now, budgets };
    return {
      exitCode: exitCodes.done,
      sentence: explainStatus(status, context.now()),
      report: status,
    };
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  if (process.stderr.isTTY) {
    await showLive(context, terminal, stop.signal);
    return { exitCode: exitCodes.done };
  }
  let before = "";
  while (!stop.signal.aborted) {
    const status = await readStatus(context);
    const text = explainStatus(status, context.now());
    const known = JSON.stringify(status);
    if (known !== before) terminal.say(`${text}\n`);
    if (known !== before) terminal.print(status);
    before = known;
    await pauseFor(watchEveryMs, stop.signal);
  }
  return { exitCode: exitCodes.done };
}
