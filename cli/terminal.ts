import type { createLogUpdate } from "log-update";

/** Output of a command: people read standard error, programs standard output. */
export interface Terminal {
  /** A line that stays. */
  say(text: string): void;
  /**
   * A line that the next one replaces; where lines cannot be replaced, the newest of each ten seconds is printed. Empty:
   * takes it away.
   */
  progress(text: string): void;
  /** Several lines below all others, which the next ones replace; nothing where lines cannot be replaced. Empty: takes them away. */
  draw(text: string): void;
  /** One line of JSON; nothing without `--json`. */
  print(value: unknown): void;
}

/** The part of a stream that is written to. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Options of a terminal. */
export interface TerminalOptions {
  /** Whether `print` writes. @default false */
  readonly json?: boolean;
  /** @default process.stderr */
  readonly stderr?: TextStream;
  /** @default process.stdout */
  readonly stdout?: TextStream;
  /** Milliseconds of any monotonic clock. @default performance.now */
  readonly now?: () => number;
}

/** Least time between two progress lines where they cannot be replaced, milliseconds. */
const progressEveryMs = 10_000;

/** Lines that are replaced in place; loaded only where something is drawn. */
function openScreen(stderr: TextStream): ReturnType<typeof createLogUpdate> {
  const { createLogUpdate: open } = require("log-update") as typeof import("log-update");
  return open(stderr as NodeJS.WriteStream);
}

const clearLine = "\r\u001B[K";

/** Opens the terminal of one command. */
export function openTerminal(options: TerminalOptions = {}): Terminal {
  const { json = false, stderr = process.stderr, stdout = process.stdout } = options;
  const now = options.now ?? (() => performance.now());
  const live = stderr.isTTY === true;
  let hasProgress = false;
  let last = -Infinity;
  /** Newest line that has not been printed, since one was just before it. */
  let waiting: { readonly line: string; readonly timer: NodeJS.Timeout } | undefined;
  const forget = (): void => {
    clearTimeout(waiting?.timer);
    waiting = undefined;
  };
  const printLine = (line: string): void => {
    forget();
    last = now();
    stderr.write(`${line}\n`);
  };
  let screen: ReturnType<typeof openScreen> | undefined;
  let drawn = "";
  let bottom = "";
  const redraw = (): void => screen?.(bottom === "" ? drawn : `${drawn}\n${bottom}`);
  const clear = (): void => {
    if (hasProgress) stderr.write(clearLine);
    hasProgress = false;
  };
  return {
    say: (text) => {
      forget();
      clear();
      screen?.clear();
      stderr.write(`${text}\n`);
      if (drawn !== "") redraw();
    },
    progress: (text) => {
      const line = text.replaceAll("\n", " ");
      const width = Math.max(20, (stderr.columns ?? 80) - 1);
      const cut = line.length > width ? `${line.slice(0, width - 1)}…` : line;
      if (drawn !== "") {
        bottom = cut;
        redraw();
        return;
      }
      forget();
      if (text === "") return clear();
      const waitMs = last + progressEveryMs - now();
      if (live) {
        stderr.write(`${clearLine}${cut}`);
        hasProgress = true;
      } else if (waitMs <= 0) {
        printLine(line);
      } else {
        // It may be the last for minutes: a wait tells what it waits for once.
        waiting = { line, timer: setTimeout(() => printLine(line), waitMs).unref() };
      }
    },
    draw: (text) => {
      if (!live) return;
      clear();
      drawn = text;
      if (text === "") {
        screen?.clear();
        screen?.done();
        screen = undefined;
        bottom = "";
        return;
      }
      screen ??= openScreen(stderr);
      redraw();
    },
    print: (value) => {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}
