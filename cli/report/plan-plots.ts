import { describeExposure } from "../../components/core/stage/exposure";
import type { StageRecord } from "../../components/core/ledger/ledger";
import type { Plot, PlotLine } from "../../replay/page/render-plot";

type Point = readonly [atSeconds: number, value: number];

const highest = (points: readonly Point[], least: number): number =>
  points.reduce((most, [, value]) => Math.max(most, value), least);

/** The verdict is the last point: a tick that ends a stage is not saved as one. */
function listEvidence(stage: StageRecord, from: number, read: "lnE" | "lnP"): readonly Point[] {
  const { trail, verdict, endedAtSeconds } = stage;
  const index = read === "lnE" ? 5 : 6;
  const points = (trail?.points ?? []).map((point): Point => [point[0] - from, point[index]]);
  const last = verdict?.[read];
  return last === undefined || endedAtSeconds === undefined
    ? points
    : [...points, [endedAtSeconds - from, last]];
}

/** Share of failed requests between two points, percent: of the stage so far it would hide what just began. */
function listRates(stage: StageRecord, from: number, track: "canary" | "stable"): readonly Point[] {
  const [requests, errors] = track === "canary" ? [1, 2] : [3, 4];
  const points = stage.trail?.points ?? [];
  return points.flatMap((point, index): readonly Point[] => {
    const before = points[index - 1];
    const asked = point[requests as 1] - (before?.[requests as 1] ?? 0);
    const failed = point[errors as 2] - (before?.[errors as 2] ?? 0);
    return asked > 0 ? [[point[0] - from, (100 * failed) / asked]] : [];
  });
}

/** Plots of a stage: evidence against its limit, and the share of failed requests of both tracks. */
export function planPlots(stage: StageRecord): readonly Plot[] {
  const { trail, startedAtSeconds, verdict } = stage;
  if (trail === undefined || trail.points.length < 2 || startedAtSeconds === undefined) return [];
  const evidence = listEvidence(stage, startedAtSeconds, "lnE");
  const proof = listEvidence(stage, startedAtSeconds, "lnP");
  const durationSeconds = highest(
    evidence.map(([at]) => [at, at]),
    1,
  );
  const { failAt, passAt } = trail;
  const name = describeExposure(stage);
  const rates = (["stable", "canary"] as const).map((track): PlotLine => ({
    name: track,
    style: track,
    points: listRates(stage, startedAtSeconds, track),
  }));
  const most = highest(
    rates.flatMap(({ points }) => points),
    0,
  );
  const moments =
    verdict === undefined ? [] : [{ atSeconds: durationSeconds, label: verdict.kind, style: verdict.kind }];
  const common = { durationSeconds, moments };
  return [
    {
      ...common,
      title: `Stage ${name}: evidence`,
      hint: "At the upper limit the canary is taken back. The second line is the proof that its error ratio is low enough. What lies outside of the picture is cut off.",
      low: -2 * failAt,
      high: 2 * Math.max(failAt, passAt),
      lines: [
        { name: "evidence of harm (ln E)", style: "evidence", points: evidence },
        { name: "proof of safety (ln P)", style: "stable", points: proof },
      ],
      limits: [{ value: failAt, label: `taken back at ${failAt.toFixed(2)}`, style: "fail" }],
    },
    {
      ...common,
      title: `Stage ${name}: requests that failed, percent`,
      hint: "Of the requests between two points of the record.",
      low: 0,
      high: most === 0 ? 1 : most * 1.08,
      lines: rates,
      limits: [],
    },
  ];
}
