/** Methods that a mirror may copy, where the user says that their requests may be repeated. */
export const copiedMethods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Requests that a mirror stage copies to the canary. */
export interface MirrorTerms {
  /** Share of these requests that is copied, whole percent, 1 to 100. */
  readonly percent: number;
  /** Methods whose requests do no harm when they are sent twice, as the user states; never empty. */
  readonly repeatable: readonly string[];
}

/** Whether a value that was read is a mirror. */
export function isMirrorTerms(value: unknown): value is MirrorTerms {
  if (typeof value !== "object" || value === null) return false;
  const { percent, repeatable } = value as Partial<Record<keyof MirrorTerms, unknown>>;
  return (
    typeof percent === "number" &&
    Array.isArray(repeatable) &&
    repeatable.length > 0 &&
    repeatable.every((method) => copiedMethods.some((one) => one === method))
  );
}
