import { showScreen } from "../../support/screen";
import { sluiceBin } from "./app";
import type { App } from "./app";
import type { Running } from "./run";

/** A command of Sluice on a terminal of its own. */
export interface TerminalRun extends Running {
  /** Content of the screen now. @param colours - with the marks of colours */
  screen(colours?: boolean): string;
}

/** Starts `sluice` as somebody does who sits in front of 80 columns and 50 rows. */
export function startOnTerminal(app: App, ...args: string[]): TerminalRun {
  const words = [process.execPath, sluiceBin, ...args, "-C", app.folder].map((word) => `'${word}'`);
  const command = `stty cols 80 rows 50; exec ${words.join(" ")}`;
  const running = app.start("script", "-q", "-e", "-f", "-c", command, "/dev/null");
  return { ...running, screen: (colours) => showScreen(running.text(), colours) };
}
