import type { Environment } from "../environment";
import type { Terminal } from "../terminal";
import { showLive } from "./show-live";

/**
 * Draws the view beside what a command says, where lines can be replaced.
 * @returns ends it at once, and takes the view away
 */
export function drawBeside(context: Environment, terminal: Terminal): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  const stop = new AbortController();
  void showLive(context, { ...terminal, say: () => undefined }, stop.signal);
  return () => {
    stop.abort();
    terminal.draw("");
  };
}
