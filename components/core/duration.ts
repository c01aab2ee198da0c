const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads a human duration: whole numbers with units d, h, m, s, each at most once, largest first.
 * @returns whole seconds, more than 0; undefined for everything else
 * @example parseDuration("1h30m") // 5400
 */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/.exec(text);
  if (parts === null) return undefined;
  const seconds = parts
    .slice(1)
    .reduce((sum, part = "0s") => sum + Number(part.slice(0, -1)) * (unitSeconds[part.slice(-1)] ?? 0), 0);
  return seconds > 0 ? seconds : undefined;
}

/**
 * The shortest human form of whole seconds.
 * @example formatDuration(5400) // "1h30m"
 */
export function formatDuration(seconds: number): string {
  let left = Math.round(seconds);
  let text = "";
  for (const unit of ["h", "m", "s"] as const) {
    const size = unitSeconds[unit] ?? 1;
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text === "" ? "0s" : text;
}
