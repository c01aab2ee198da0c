/** One of the two versions of the app that run side by side. */
export type Track = "stable" | "canary";

/** Both tracks, in the order in which people read them. */
export const tracks: readonly Track[] = ["stable", "canary"];
