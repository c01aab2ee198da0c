import { createHash } from "node:crypto";
import { normalText } from "./normal-form";
import type { HashedRevision } from "./revision";

/** SHA-256 of a revision's normal form, 64 hex digits. */
export function hashRevision(revision: HashedRevision): string {
  return createHash("sha256").update(normalText(revision)).digest("hex");
}

/** Name of a revision: the first ten hex digits of its hash. */
export function nameRevision(revision: HashedRevision): string {
  return hashRevision(revision).slice(0, 10);
}
