/**
 * Exit codes of `sluice`, the same numbers that provider messages carry for `rollout` to find.
 * - `done`: the requested state is reached, now or already
 * - `unexpected`: a bug, or a fault outside Sluice
 * - `usage`: command line, environment file or cluster settings are wrong
 * - `refused`: the gate, or the state of the release, does not allow it
 * - `failed`: the verdict failed, a track was blind or stable harmed; aborted
 * - `policy`: a policy of the pack was violated
 * - `inconclusive`: held, or a write that could not be confirmed
 * - `busy`: another process has the lock
 * - `interrupted`: Ctrl-C
 */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  refused: 3,
  failed: 4,
  policy: 5,
  inconclusive: 6,
  busy: 7,
  interrupted: 130,
} as const;

/** Name of an exit code. */
export type ExitName = keyof typeof exitCodes;

/** Number of an exit code. */
export type ExitCode = (typeof exitCodes)[ExitName];

const marker = /\[sluice:(\d{1,3})(:paused)?\] ?/;

/**
 * Puts the code in front of a message, since Pulumi itself exits 1 for every refusal.
 * @param isPaused - the release is paused: the same command goes on when a person resumes it
 * @example withCode("refused", "Cannot raise …") // "[sluice:3] Cannot raise …"
 */
export function withCode(name: ExitName, message: string, isPaused = false): string {
  return `[sluice:${exitCodes[name]}${isPaused ? ":paused" : ""}] ${message}`;
}

/**
 * Exit code that a message carries, wherever Pulumi put Sluice's text in it.
 * @returns undefined where there is none, or a number without meaning
 */
export function codeOf(message: string): ExitCode | undefined {
  const found = Number(marker.exec(message)?.[1]);
  return Object.values(exitCodes).find((code) => code === found);
}

/** Whether the message is a refusal that ends when a person resumes the release. */
export function isPausedMessage(message: string): boolean {
  return marker.exec(message)?.[2] !== undefined;
}

/** The message from its code on: the engine puts words of its own around a check's failure. */
export function fromCode(message: string): string {
  const at = message.search(marker);
  return at === -1 ? message : message.slice(at);
}

/** The message without its code, for people. */
export function withoutCode(message: string): string {
  return message.replace(marker, "");
}
