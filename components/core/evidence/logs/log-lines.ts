import { matchesExpression } from "../../regular-expression";

/** One line of a log. */
export interface LogLine {
  /** Moment at which the container wrote it, as the runtime notes it, to the nanosecond. */
  readonly time: string;
  /** The same, seconds since the epoch. */
  readonly atSeconds: number;
  readonly text: string;
}

/** Lines of a log with times: whole ones, oldest first. */
export function parseLines(body: string): readonly LogLine[] {
  // The last part is empty, or a line that the server has cut off.
  return body
    .split("\n")
    .slice(0, -1)
    .flatMap((line): LogLine[] => {
      const end = line.indexOf(" ");
      const time = line.slice(0, end);
      const atSeconds = Date.parse(time) / 1000;
      return Number.isNaN(atSeconds) ? [] : [{ time, atSeconds, text: line.slice(end + 1) }];
    });
}

/** Lines that are events. */
export interface LinePattern {
  /** Expression of RE2, found anywhere in a line. */
  readonly lines: string;
  /** Lines that it is found in count for nothing. */
  readonly except: string;
}

/** Whether a line is an event. */
export function isEvent({ text }: LogLine, { lines, except }: LinePattern): boolean {
  return matchesExpression(lines, text) && !matchesExpression(except, text);
}
