import type { Descriptor } from "../registry/manifest";

/**
 * Time at which an attachment was made, by its own word; it is not signed, so it decides nothing but the order of
 * reading.
 */
const createdKey = "org.opencontainers.image.created";

/** An image has few; a daily scan makes hundreds in a year. */
export const mostAttached = 1024;

const createdAt = ({ annotations }: Descriptor): number => {
  const time = Date.parse(annotations[createdKey] ?? "");
  return Number.isNaN(time) ? 0 : time;
};

/** Attachments once each, the newest first: by their own date, else the last of the list. */
export function newestFirst(listed: readonly Descriptor[]): readonly Descriptor[] {
  const once = new Map(listed.map((each) => [each.digest, each]));
  return [...once.values()].toReversed().toSorted((a, b) => createdAt(b) - createdAt(a));
}

/** Bytes of signatures and attestations that one image may have in all, so that no image fills the memory. */
export interface Budget {
  /** Takes a part of it; false where there is not that much left. */
  take(bytes: number): boolean;
  /** Gives back what was not used. */
  giveBack(bytes: number): void;
}

/** A budget of a number of bytes. */
export function openBudget(bytes: number): Budget {
  let left = bytes;
  return {
    take(wanted) {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    giveBack(unused) {
      left += unused;
    },
  };
}
