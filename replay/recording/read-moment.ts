import { parseDuration } from "../../components/core/duration";

/**
 * Reads a moment: ISO 8601 with its zone, seconds since the epoch, "now", or how long ago.
 * @returns seconds since the epoch, or undefined when the text is none
 * @example readMoment("30m", 10_000) // 8200
 */
export function readMoment(text: string, nowSeconds: number): number | undefined {
  if (text === "now") return nowSeconds;
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    const milliseconds = Date.parse(text);
    return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
  }
  const ago = parseDuration(text);
  return ago === undefined ? undefined : nowSeconds - ago;
}
