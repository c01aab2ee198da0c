import { parseDuration } from "../../components/core/duration";

/**
 * Reads a human duration, milliseconds included, for example "250ms", "2s", "1m30s" or "0".
 * @returns milliseconds, or undefined when the text is none
 */
export function readMilliseconds(text: string): number | undefined {
  if (/^0(ms|s)?$/.test(text)) return 0;
  const milliseconds = /^(\d{1,8})ms$/.exec(text);
  if (milliseconds) return Number(milliseconds[1]);
  const seconds = parseDuration(text);
  return seconds === undefined ? undefined : seconds * 1000;
}
