import { z } from "zod";
import { waysBack } from "../core/ledger/database-record";
import { count, image, revision, seconds } from "./schema-fields";

/** The last migration of a database as ledger and record have it. */
export const databaseSchema = z.looseObject({
  attempt: count,
  image,
  revision: revision.optional(),
  before: image.optional(),
  reversible: z.boolean(),
  backup: z
    .strictObject({
      name: z.string(),
      state: z.enum(["taken", "verified", "named"]),
      atSeconds: seconds.optional(),
    })
    .optional(),
  migration: z.looseObject({ state: z.enum(["begun", "ran", "failed"]), atSeconds: seconds }).optional(),
  back: z
    .strictObject({
      way: z.enum(waysBack),
      state: z.enum(["begun", "done", "failed"]),
      atSeconds: seconds,
      who: z.string(),
    })
    .optional(),
  takenBack: count.optional(),
});
