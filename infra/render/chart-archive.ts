import { createHash } from "node:crypto";
import { broken } from "./source";
import type { SourceError } from "./source";

/** Key of the configuration that charts stand under. */
export const chartKey = "sluice:app.from.chart";

/** A packed chart as it was fetched. */
export interface ChartArchive {
  readonly archive: Buffer;
  /** Digest of its manifest, of a registry. */
  readonly manifest?: string;
}

/** Digest of a file. */
export const digestOf = (archive: Buffer): string =>
  `sha256:${createHash("sha256").update(archive).digest("hex")}`;

/** A chart that could not be fetched, and why. */
export function unfetched(
  { name, version }: { readonly name: string; readonly version: string },
  why: string,
  fix?: string,
): SourceError {
  return broken(chartKey, "be fetched once", `${name} ${version}: ${why}`, fix);
}
