/** Output of a command: people read standard error, programs standard output. */
export interface Terminal {
  /** A line that stays. */
  say(text: string): void;
  /** A line that the next one replaces; where lines cannot be replaced, one in ten seconds is printed. Empty: takes it away. */
  progress(text: string): void;
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

const clearLine = "\r\u001B[K";

/** Opens the terminal of one command. */
export function openTerminal(options: TerminalOptions = {}): Terminal {
  const { json = false, stderr = process.stderr, stdout = process.stdout } = options;
  const now = options.now ?? (() => performance.now());
  const live = stderr.isTTY === true;
  let hasProgress = false;
  let last = -Infinity;
  const clear = (): void => {
    if (hasProgress) stderr.write(clearLine);
    hasProgress = false;
  };
  return {
    say: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (text === "") return clear();
      const line = text.replaceAll("\n", " ");
      if (live) {
        const width = Math.max(20, (stderr.columns ?? 80) - 1);
        stderr.write(`${clearLine}${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
        hasProgress = true;
      } else if (now() - last >= progressEveryMs) {
        last = now();
        stderr.write(`${line}\n`);
      }
    },
    print: (value) => {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}
