import type { Ledger } from "../ledger/ledger";
import type { Settings } from "../settings";

/** Moments of a release at which people are told, and the text of an incident. */
export const announcementKinds = ["before", "during", "after", "incident"] as const;

/** One of {@link announcementKinds}. */
export type AnnouncementKind = (typeof announcementKinds)[number];

/** Facts that a text for people is written from. */
export interface AnnouncementFacts {
  readonly kind: AnnouncementKind;
  readonly settings: Pick<Settings, "environment" | "app" | "image" | "stages" | "contacts">;
  /** Absent before the first release. */
  readonly ledger?: Ledger;
  /** Planned begin of the release, seconds since the epoch. */
  readonly startSeconds: number;
  readonly nowSeconds: number;
  /** Person who has the text written. */
  readonly person: string;
}
