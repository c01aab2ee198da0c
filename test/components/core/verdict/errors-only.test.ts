import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toMetricParameters } from "../../../../components/core/evidence/metric-rule";
import { defaultParameters, ingest, restore } from "../../../../components/core/verdict";
import type { EvidenceState, RawSeries } from "../../../../components/core/verdict";

/** Evidence as it was saved when errors were all that was judged, and what came of it later. */
const { saved, later } = JSON.parse(readFileSync(join(__dirname, "errors-only.json"), "utf8")) as {
  saved: unknown;
  later: Pick<EvidenceState, "lnE" | "ticks" | "canary" | "stable" | "relative"> & { held: number };
};

function counter(id: string, counters: string[], value: (scrape: number) => number): RawSeries {
  const samples = Array.from({ length: 20 }, (_, i) => [1002 + 5 * i, value(i)] as const);
  return { id, target: "r", track: id.startsWith("c") ? "canary" : "stable", counters, samples };
}

test("evidence of the time before there were metrics is taken up, and goes on bit by bit as it would have", () => {
  const pinned = { tickSeconds: 5, alpha: 0.02, pBad: 0.04 };
  const restored = restore(saved, defaultParameters({ ...toMetricParameters([]), ...pinned }));
  if ("problem" in restored) throw new Error(restored.problem);
  const series = [
    counter("c200", ["requests"], (i) => 40 * i),
    counter("c500", ["requests", "errors"], (i) => 2 * i),
    counter("s200", ["requests"], (i) => 760 * i),
    counter("s500", ["requests", "errors"], (i) => 30 * i + (i % 3)),
  ];
  const { lnE, ticks, canary, stable, relative, stage } = ingest(restored.state, series, 1100).state;
  expect({ lnE, ticks, canary, stable, relative, held: stage?.heldSeconds }).toEqual(later);
  expect(lnE).not.toBe(0);
});
