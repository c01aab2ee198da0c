const units = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/**
 * Reads a human duration: whole numbers with units d, h, m, s, each at most once, largest first.
 * @returns whole seconds, more than 0; undefined for everything else
 * @example parseDuration("1h30m") // 5400
 */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/.exec(text);
  if (parts === null) return undefined;
  const seconds = units.reduce(
    (sum, [, size], index) => sum + Number.parseInt(parts[index + 1] ?? "0", 10) * size,
    0,
  );
  return seconds > 0 ? seconds : undefined;
}

/**
 * The shortest human form of whole seconds.
 * @example formatDuration(5400) // "1h30m"
 */
export function formatDuration(seconds: number): string {
  let left = Math.round(seconds);
  let text = "";
  for (const [unit, size] of units.slice(1)) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text === "" ? "0s" : text;
}
