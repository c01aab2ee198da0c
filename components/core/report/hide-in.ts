import { hideSecrets } from "./hide-secrets";

/** Fields whose texts people, pods or other programs wrote. */
const spoken: ReadonlySet<string> = new Set([
  "endReason",
  "events",
  "evidence",
  "lines",
  "missing",
  "note",
  "problem",
  "reason",
  "sentence",
  "signed",
  "startReason",
  "text",
  "what",
]);

/**
 * A copy of a plain value without what looks like a secret in the texts that others wrote. Names, images, revisions and
 * commands stay: Sluice makes them, and a command with a gap is of no use.
 */
export function hideIn<Value>(value: Value, isSpoken = false): Value {
  if (typeof value === "string") return (isSpoken ? hideSecrets(value, []) : value) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => hideIn(one, isSpoken)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, one]) => [key, hideIn(one as unknown, spoken.has(key))]);
  return Object.fromEntries(fields) as Value;
}
