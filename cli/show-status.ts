import { explainStatus } from "../components/core/commands/explain-ledger";
import { exitCodes } from "../components/core/exit-code";
import { InterruptedError, sleep } from "../components/traffic/wait";
import type { Environment } from "./environment";
import type { Outcome } from "./run-command";
import { readStatus } from "./status";
import type { Terminal } from "./terminal";

const watchEveryMs = 2000;

const clearScreen = "\u001B[H\u001B[J";

/** Shows the status once, or again and again until Ctrl-C; then only its changes, where a screen cannot be cleared. */
export async function showStatus(context: Environment, terminal: Terminal, watch: boolean): Promise<Outcome> {
  if (!watch) {
    const status = await readStatus(context);
    return {
      exitCode: exitCodes.done,
      sentence: explainStatus(status, context.now()),
      report: { ...status },
    };
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  const live = process.stderr.isTTY;
  let before = "";
  while (!stop.signal.aborted) {
    const status = await readStatus(context);
    const text = explainStatus(status, context.now());
    const known = JSON.stringify(status);
    if (live) terminal.say(`${clearScreen}${text}`);
    else if (known !== before) terminal.say(`${text}\n`);
    if (known !== before) terminal.print(status);
    before = known;
    await sleep(watchEveryMs, stop.signal).catch((error: unknown) => {
      if (!(error instanceof InterruptedError)) throw error;
    });
  }
  return { exitCode: exitCodes.done };
}
