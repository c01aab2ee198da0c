/** Items of the MDN HTTP Observatory, in the order in which they are shown. */
export const itemIds = [
  "content-security-policy",
  "strict-transport-security",
  "redirection",
  "cookies",
  "cross-origin-resource-sharing",
  "x-frame-options",
  "x-content-type-options",
  "referrer-policy",
  "subresource-integrity",
  "cross-origin-resource-policy",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
] as const;

/** Name of one item. */
export type ItemId = (typeof itemIds)[number];

/** Score of one item. */
export interface ItemScore {
  readonly item: ItemId;
  /** Points, −50 to +10. */
  readonly modifier: number;
  /** Finding, one clause without final period. */
  readonly finding: string;
  /** Change that would raise the score; absent where none would. */
  readonly fix?: string;
  /** Not known, and so not counted. @default false */
  readonly unknown?: boolean;
}

/** Row of a score table: points, finding, and the change that would raise the score. */
export type Row = readonly [modifier: number, finding: string, fix?: string];

/** An item's score from a row of its table; `value` is appended to the finding. */
export function toItemScore(item: ItemId, [modifier, finding, fix]: Row, value?: string): ItemScore {
  const shown = value === undefined || value === "" ? finding : `${finding}: ${value.slice(0, 256)}`;
  return { item, modifier, finding: shown, ...(fix === undefined ? {} : { fix }) };
}

/** Item that cannot be known from the observation. */
export function unknownItem(item: ItemId, why: string): ItemScore {
  return { item, modifier: 0, finding: why, unknown: true };
}
