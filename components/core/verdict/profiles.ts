import { chooseBadErrorRatio } from "./parameters";

/** Names of `sluice:analysis.profile`, the usual one first. */
export const profileNames = ["standard", "low-traffic"] as const;

/** One of {@link profileNames}. */
export type ProfileName = (typeof profileNames)[number];

/** Error ratio that must not pass where traffic is thin, 0 to 1: a fifth of the requests that prove the usual 2 %. */
export const thinErrorRatio = 0.1;

/**
 * Error ratio that must not pass by a profile, 0 to 1.
 * @returns undefined where the engine chooses it
 */
export const profileErrorRatio = (
  profile: ProfileName,
  objectiveErrorRatio: number | undefined,
): number | undefined =>
  profile === "standard"
    ? undefined
    : Math.max(thinErrorRatio, chooseBadErrorRatio(objectiveErrorRatio ?? 0, 0));
