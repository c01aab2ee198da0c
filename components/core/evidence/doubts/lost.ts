import type { CountedApp, RawMetric, SeriesReader } from "../../sources/source";
import type { Doubt } from "../samples/entry";
import { growthOf } from "../samples/growth";
import { identify } from "../labels/labels";

/** Requests that a counter has counted in this time; all of them where it began in it. */
function countOf({ samples }: RawMetric, beginSeconds: number): number {
  const usable = samples.filter(([, value]) => Number.isFinite(value));
  const [first] = usable;
  if (first === undefined) return 0;
  return growthOf(usable) + (first[0] > beginSeconds ? first[1] : 0);
}

/** Doubts about requests of the app that belong to no track: whichever of them failed, nobody would see it. */
export function findLostDoubts(
  metrics: readonly RawMetric[],
  reader: Pick<SeriesReader, "meaningOf" | "lost">,
  app: CountedApp,
): Doubt[] {
  const { lost, meaningOf } = reader;
  if (lost === undefined) return [];
  const beginSeconds = Math.min(...metrics.flatMap(({ samples }) => samples[0]?.[0] ?? []));
  const found = metrics.filter(
    (one) =>
      meaningOf(one.labels)?.kind === "requests" &&
      lost.isLost(one.labels, app) &&
      countOf(one, beginSeconds) > 0,
  );
  const [one] = found;
  if (one === undefined) return [];
  const count = found.reduce((sum, metric) => sum + countOf(metric, beginSeconds), 0);
  return [
    {
      text: `requests must belong to a track: got ${count} of neither, such as {${identify(one.labels)}}`,
      fix: lost.fix,
    },
  ];
}
