import { setTimeout as sleep } from "node:timers/promises";
import { renderView } from "../../components/core/view/render-view";
import type { Environment } from "../environment";
import type { Terminal } from "../terminal";
import { paint } from "./paint";
import { openReleaseReader } from "./read-view";

const everyMs = 2000;

/** Waits, or until the signal. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/**
 * Draws the view of a release again and again until the signal; its last state stays. A look that fails is told below
 * what was seen before.
 */
export async function showLive(context: Environment, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const read = openReleaseReader(context, signal);
  let shown = "";
  while (!signal.aborted) {
    try {
      const { view } = await read();
      if (signal.aborted) break;
      const lines = renderView(view, process.stderr.columns ?? 80, context.now());
      shown = paint(lines, process.stderr);
      terminal.draw(shown);
    } catch (error) {
      if (signal.aborted) break;
      terminal.draw(`${shown}\n  cannot see the release for now: ${(error as Error).message}`);
    }
    await pauseFor(everyMs, signal);
  }
  terminal.draw("");
  if (shown !== "") terminal.say(shown);
}
