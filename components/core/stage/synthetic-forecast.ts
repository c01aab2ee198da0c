/** Median time from the first failing answer to weight 0 where answers come at once, seconds: computed, and measured. */
const atOnceSeconds = 2.5;
/** Time that each second of an answer's way adds: what is asked more often answers so much later. */
const perAnswerSecond = 0.9;

/** Answers that take longer count for nothing, seconds: nobody knows why they are late. */
export const longestAnswerSeconds = 2;

/**
 * Time in which our own requests take a version off that fails altogether, as a preview says it.
 * @param why - there are none, for this reason
 * @param answerSeconds - time of each answer to a request of this machine just now; undefined where nobody answered
 */
export function foretellSynthetic(
  why: string | undefined,
  answerSeconds: readonly (number | undefined)[],
): string {
  const counters = "a version that fails altogether is found by the counters alone";
  if (why !== undefined) return `No synthetic checks: ${why}; ${counters}`;
  const known = answerSeconds.filter((one) => one !== undefined).toSorted((a, b) => a - b);
  const middle = known[Math.floor(known.length / 2)];
  if (middle === undefined || middle >= longestAnswerSeconds)
    return `Synthetic checks: no answer within ${longestAnswerSeconds} s from here just now; while that lasts, ${counters}`;
  const seconds = atOnceSeconds + perAnswerSecond * middle;
  return `Synthetic checks: a version that fails altogether is off about ${seconds.toFixed(1)} s after its first failing answer, at any traffic (${Math.round(middle * 1000)} ms for an answer from here)`;
}
