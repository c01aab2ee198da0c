import { z } from "zod";

/** A whole number of at least 0. */
export const count = z.number().int().min(0);

/** Seconds, of a duration or since the epoch. */
export const seconds = z.number().min(0);

/** An image with digest. */
export const image = z.string().regex(/@sha256:[0-9a-f]{64}$/, "must end in @sha256:<64 hex digits>");

/** Name of a revision. */
export const revision = z.string().regex(/^[0-9a-f]{10}$/, "must be ten hex digits");
