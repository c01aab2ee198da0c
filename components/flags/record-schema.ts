import { z } from "zod";
import type { FlagsRecord } from "../core/flags/record";

const value = z.union([z.boolean(), z.string(), z.number()]);
const rule = z
  .object({ attribute: z.string() })
  .and(
    z.union([
      z.object({ equals: value }),
      z.object({ in: z.array(z.union([z.string(), z.number()])) }),
      z.object({ startsWith: z.string() }),
      z.object({ endsWith: z.string() }),
      z.object({ semver: z.string() }),
    ]),
  );
const percent = z.number().min(0).max(100);
const seconds = z.number().min(0);
const count = z.number().int().min(1);

const flag = z.strictObject({
  definition: z.strictObject({
    variants: z.record(z.string(), value),
    on: z.string(),
    off: z.string(),
    allow: z.array(z.string()),
    targeting: z.array(rule),
    owner: z.string(),
    expires: z.string(),
  }),
  percent,
  epoch: count,
  attempt: count,
  sinceSeconds: seconds,
  passed: z.boolean(),
  killed: z
    .strictObject({
      who: z.string(),
      by: z.enum(["person", "verdict"]),
      reason: z.string(),
      atSeconds: seconds,
      percent,
    })
    .optional(),
  moves: z.array(z.strictObject({ atSeconds: seconds, percent, who: z.string(), reason: z.string() })),
});

const record = z.strictObject({
  version: z.literal(1),
  app: z.string(),
  environment: z.string(),
  flagd: z.strictObject({ selector: z.record(z.string(), z.string()), port: z.number().int() }).optional(),
  flags: z.record(z.string(), flag),
});

/**
 * Reads the record of an app's flags.
 * @returns its fault, reading on after "it", where it cannot be used
 */
export function parseFlags(text: string): { readonly record: FlagsRecord } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `is no JSON: ${(error as Error).message}` };
  }
  const parsed = record.safeParse(json);
  if (parsed.success) return { record: parsed.data as unknown as FlagsRecord };
  const [issue] = parsed.error.issues;
  return { problem: `is damaged at ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` };
}
