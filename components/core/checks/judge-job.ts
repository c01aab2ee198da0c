import type { CheckOutcome } from "./spec";

/** End of a check's Job. */
export interface CheckJobEnd {
  readonly isDone: boolean;
  /** Exit code of its container; absent where it did not come to an end of its own. */
  readonly exitCode?: number;
  /** Its last words, or the reason why it did not end well; may be empty. */
  readonly words: string;
}

/** Longest text of a Job that is told, characters. */
const mostWords = 120;

/** Judges a Job by its exit code; one that could not start, or was ended, says nothing. */
export function judgeJob({ isDone, exitCode, words }: CheckJobEnd): CheckOutcome {
  if (isDone) return { result: "passes", text: "exit code 0" };
  const line = words.replace(/\n.*/s, "");
  const text = line.length > mostWords ? `${line.slice(0, mostWords)}…` : line;
  return exitCode === undefined
    ? { result: "unknown", text: `no end of its Job: ${text}` }
    : { result: "fails", text };
}
