import type { Json } from "../revision/revision";

const seconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 1e-6, ns: 1e-9 };

/**
 * Duration as Go and Kubernetes write it, seconds; a bare number is seconds. Undefined where it is none.
 * @example readGoDuration("1h30m") // 5400
 */
export function readGoDuration(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== value) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (seconds[unit as string] as number), 0);
}
