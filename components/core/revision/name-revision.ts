import { createHash } from "node:crypto";
import { normalText } from "./normal-form";
import type { HashedRevision } from "./revision";

/** SHA-256 of a text, 64 hex digits. */
export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** SHA-256 of a revision's normal form, 64 hex digits. */
export function hashRevision(revision: HashedRevision): string {
  return hashText(normalText(revision));
}

/** Name of a revision: the first ten hex digits of its hash. */
export function nameRevision(revision: HashedRevision): string {
  return hashRevision(revision).slice(0, 10);
}
