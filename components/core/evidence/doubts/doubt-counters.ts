import type { Samples } from "../samples/compare-counts";
import { showValues } from "../samples/entry";
import type { Doubt, Entry } from "../samples/entry";

/**
 * One doubt for all counters of requests whose samples show a sign.
 * @param find - the sign in the samples of one counter; undefined where it is not there
 * @param explain - the doubt, by the sign of the first counter and the instances of all
 */
export function doubtCounters<Sign>(
  entries: readonly Entry[],
  find: (samples: Samples) => Sign | undefined,
  explain: (sign: Sign, instances: string) => Doubt,
): Doubt[] {
  const found = entries.flatMap(({ meaning, samples, target }) => {
    const sign = meaning.kind === "requests" ? find(samples) : undefined;
    return sign === undefined ? [] : [{ sign, instance: target["instance"] }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const instances = found.map(({ instance }) => instance);
  return [explain(first.sign, showValues("instance", instances))];
}
