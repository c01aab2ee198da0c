import { sameImage } from "../workload/image";
import type { Ledger } from "./ledger";
import type { LiveTrack } from "../live";

/** Whether a list of images has one with the digest of `image`. */
export function includesImage(images: readonly string[], image: string): boolean {
  return images.some((one) => sameImage(one, image));
}

/**
 * Image that stable should run: the image promoted last by the ledger, else by stable's annotation, else the live
 * template where it was Available once.
 * @returns undefined where no digest was ever promoted or Available
 */
export function lastPromoted(ledger: Ledger | undefined, stable: LiveTrack | undefined): string | undefined {
  return ledger?.promoted.at(-1) ?? stable?.promotedImage ?? (stable?.available ? stable.image : undefined);
}

/**
 * Where a rollback goes: the image promoted before the present one, leaving out those that were aborted since
 * (an image that was rolled back counts as aborted).
 * @returns undefined where there is none
 */
export function previousPromoted(ledger: Ledger): string | undefined {
  const present = ledger.promoted.at(-1);
  return ledger.promoted.findLast(
    (image) => !sameImage(image, present) && !includesImage(ledger.aborted, image),
  );
}

/** Whether only a person's `sluice retry` releases an image again: it was rejected, or put back from a harmed stable. */
export function needsRetry({ aborted, putBack = [] }: Ledger, image: string): boolean {
  return includesImage(aborted, image) || includesImage(putBack, image);
}
