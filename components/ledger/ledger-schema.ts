import { z } from "zod";
import { ledgerVersion } from "../core/ledger/ledger";
import type { Ledger } from "../core/ledger/ledger";
import { upgradeLedger } from "../core/ledger/upgrade-ledger";
import { trialResults } from "../core/trial/trial";
import { isAside } from "../core/stage/exposure";
import { databaseSchema } from "./database-schema";
import { count, image, revision, seconds } from "./schema-fields";

// Objects are loose: what a newer Sluice added is kept. A field that must not be passed over needs a higher version.
const whole = z.number().int().min(0).max(100);
const weight = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Number.isInteger(value) || isAside(value), "must be a whole percent");
const counts = z.looseObject({ requests: z.number().min(0), errors: z.number().min(0) });
const promotable = z.looseObject({ image, revision: revision.optional() });
const kind = z.enum(["first", "release", "rollback"]);

const point = z.tuple([
  seconds,
  ...([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()] as const),
]);

// A way of exposure that this version does not know must be refused: nobody would know which requests it sends.
const match = z.strictObject({
  on: z.enum(["header", "cookie"]),
  name: z.string(),
  by: z.enum(["exact", "prefix", "regex"]),
  value: z.string(),
});

const mirror = z.strictObject({ percent: whole, repeatable: z.array(z.string()) });

const stage = z.looseObject({
  key: z.string(),
  exposure: z
    .strictObject({ weight: whole.optional(), match: match.optional(), mirror: mirror.optional() })
    .refine((one) => Object.values(one).filter((value) => value !== undefined).length === 1, {
      message: "must be there, or match, or mirror",
      path: ["weight"],
    }),
  soakSeconds: seconds,
  checksForSeconds: seconds.optional(),
  phase: z.enum(["pending", "shifting", "soaking", "held", "passed", "failed"]),
  startedAtSeconds: seconds.optional(),
  endedAtSeconds: seconds.optional(),
  verdict: z
    .strictObject({
      kind: z.enum(["pass", "fail", "inconclusive"]),
      basis: z.string(),
      sentence: z.string(),
      canary: counts,
      stable: counts,
      lnE: z.number().optional(),
      lnP: z.number().optional(),
    })
    .optional(),
  trail: z.looseObject({ failAt: z.number(), passAt: z.number(), points: z.array(point) }).optional(),
});

const word = { atSeconds: seconds, who: z.string(), reason: z.string() };
const pause = z.looseObject({ ...word, resumed: z.strictObject(word).optional() });

const verification = z.looseObject({
  points: z.array(z.string()),
  atSeconds: seconds,
  state: z.enum(["fine", "wrong", "unknown"]),
});

const approval = z.looseObject({
  stage: z.string(),
  version: z.string(),
  settings: z.string(),
  who: z.string(),
  as: z.string().optional(),
  reason: z.string(),
  atSeconds: seconds,
  waives: z.array(z.string()).optional(),
});

const preflight = z.looseObject({
  version: promotable,
  checklist: z.string(),
  isGo: z.boolean(),
  open: z.array(z.string()),
  signed: z.array(z.string()).optional(),
  policies: z.array(z.string()).optional(),
  who: z.string(),
  atSeconds: seconds,
  untilSeconds: seconds,
});

const trial = z.looseObject({
  name: z.string(),
  stage: z.string(),
  result: z.enum(trialResults),
  atSeconds: seconds,
  sentence: z.string(),
});

/** An attempt as ledger and record have it. */
export const attemptSchema = z.looseObject({
  number: count,
  kind,
  profile: z.literal("hotfix").optional(),
  image,
  revision: revision.optional(),
  changes: z.array(z.string()).optional(),
  previousImage: image.optional(),
  previousRevision: revision.optional(),
  stages: z.array(stage),
  objectives: z.record(z.string(), z.unknown()),
  startedAtSeconds: seconds,
  endedAtSeconds: seconds.optional(),
  endReason: z.string().optional(),
  startReason: z.string().optional(),
  startedBy: z.string().optional(),
  told: z.array(z.string()).optional(),
  pauses: z.array(pause).optional(),
  approvals: z.array(approval).optional(),
  verifications: z.array(verification).optional(),
  trials: z.array(trial).optional(),
  notices: z.record(z.string(), z.string()).optional(),
  checkout: z.looseObject({ commit: z.string(), changed: z.boolean() }).optional(),
  kubeVersion: z.string().optional(),
  migration: z.string().optional(),
  preflight: preflight.optional(),
});

/** Moves of traffic as ledger and record have them. */
export const movesSchema = z.array(
  z.looseObject({
    atSeconds: seconds,
    from: weight,
    to: weight,
    by: z.string(),
    who: z.string().optional(),
    reason: z.string(),
    waived: z.array(z.string()).optional(),
  }),
);

const signOff = z.looseObject({
  item: z.string(),
  version: promotable.optional(),
  who: z.string(),
  as: z.string().optional(),
  evidence: z.string().optional(),
  atSeconds: seconds,
  untilSeconds: seconds,
});

const lock = z.looseObject({
  id: z.string(),
  bootId: z.string(),
  pidNamespace: z.string(),
  pid: count,
  processStart: z.string(),
  stack: z.string(),
  who: z.string(),
  renewal: count,
});

const ledger = z.looseObject({
  version: z.literal(ledgerVersion),
  environment: z.string(),
  app: z.string(),
  attempt: attemptSchema.optional(),
  phase: z.enum(["progressing", "held", "aborted", "passed", "promoting", "promoted"]),
  note: z.string().optional(),
  weight,
  epoch: z.string(),
  intent: z
    .strictObject({ from: weight, to: weight, epoch: z.string(), atSeconds: seconds, by: z.string() })
    .optional(),
  evidence: z.unknown().optional(),
  promotion: z.looseObject({ weight: whole, evidence: z.unknown().optional() }).optional(),
  watcher: z
    .strictObject({ atSeconds: seconds, who: z.string(), sinceSeconds: seconds.optional() })
    .optional(),
  watchedUntilSeconds: seconds.optional(),
  moves: movesSchema,
  earlier: z.array(
    z.looseObject({
      number: count,
      kind,
      image,
      revision: revision.optional(),
      changes: z.array(z.string()).optional(),
      outcome: z.enum(["promoted", "aborted"]),
      reason: z.string(),
      startedAtSeconds: seconds,
      endedAtSeconds: seconds,
    }),
  ),
  promoted: z.array(promotable),
  migrated: z.array(z.looseObject({ image, ran: z.array(z.string()) })).optional(),
  database: databaseSchema.optional(),
  aborted: z.array(promotable),
  putBack: z.array(promotable).optional(),
  ownersStopped: z.array(z.looseObject({ ...word, objects: z.array(z.string()) })).optional(),
  signOffs: z.array(signOff).optional(),
  preflight: preflight.optional(),
  takeover: z
    .strictObject({
      deployment: z.string(),
      pods: count,
      selectors: z.record(z.string(), z.record(z.string(), z.string())),
      budgets: z.array(z.string()).optional(),
      scalers: z.array(z.string()).optional(),
      turnedAtSeconds: seconds.optional(),
    })
    .optional(),
  lock: lock.optional(),
});

/** Reason why a stored ledger cannot be used. */
export interface UnreadableLedger {
  /** Continues a sentence after "it". */
  readonly problem: string;
  /** Way out. @default - delete it, since it can be rebuilt */
  readonly fix?: string;
}

/**
 * Reads a stored ledger.
 * @returns the ledger in this version's form, or its problem: every problem with its path, or a version that is newer
 * than this one
 */
export function parseLedger(text: string): { ledger: Ledger } | UnreadableLedger {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` };
  }
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > ledgerVersion) {
    return {
      problem: `was written by a newer Sluice: version must be at most ${ledgerVersion}: got ${version}`,
      fix: "run the version of Sluice that wrote it, or a newer one; the release that it records is not touched",
    };
  }
  const result = ledger.safeParse(upgradeLedger(data));
  if (result.success) return { ledger: result.data as Ledger };
  const issues = result.error.issues.map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`);
  return { problem: `is damaged: ${issues.join("; ")}` };
}
