import { formatDuration } from "../../components/core/duration";
import { failAtOf } from "../../components/core/verdict/index";
import { modeNames } from "../explain-replay";
import { gatherBins } from "./gather-bins";
import type { Bin } from "./gather-bins";
import type { ModeResult } from "../mode-result";
import type { Plot } from "./render-plot";
import type { Replay } from "../replay";

const words = {
  fail: "aborts",
  pass: "passes",
  inconclusive: "undecided",
  "stable-harmed": "puts traffic back",
};

/** Moment at which each rule decided; a release that a rule never stopped has none. */
function planMoments(modes: readonly ModeResult[]): Plot["moments"] {
  return modes
    .filter(
      ({ mode, verdict }) =>
        verdict === "fail" || verdict === "stable-harmed" || (mode === "sluice" && verdict === "pass"),
    )
    .map(({ mode, verdict, atSeconds }) => ({
      atSeconds,
      label: `${modeNames[mode]} ${words[verdict]} at ${formatDuration(atSeconds)}`,
      style: mode,
    }));
}

function highest(values: readonly number[], least: number): number {
  return values.reduce((most, one) => Math.max(most, one), least);
}

function planCounts(
  bins: readonly Bin[],
  read: (counts: Bin["stable"], seconds: number) => number,
): Pick<Plot, "lines" | "low" | "high"> {
  const line = (track: "stable" | "canary") => ({
    name: track,
    style: track,
    points: bins.map((bin) => [bin.atSeconds, read(bin[track], bin.seconds)] as const),
  });
  const lines = [line("stable"), line("canary")];
  const most = highest(
    lines.flatMap(({ points }) => points.map(([, value]) => value)),
    0,
  );
  return { lines, low: 0, high: most === 0 ? 1 : most * 1.08 };
}

/** Plots of the page over time: evidence, share of errors, failed requests, traffic. */
export function planPlots(replay: Replay): readonly Plot[] {
  const { points, modes, parameters, fromSeconds, untilSeconds } = replay;
  const failAt = failAtOf(parameters);
  const moments = planMoments(modes);
  const common = { durationSeconds: untilSeconds - fromSeconds, limits: [], moments };
  const all = gatherBins(points, parameters.tickSeconds);
  const binSeconds = Math.max(0, ...all.map((bin) => bin.seconds));
  // A last bin that is shorter than the others would look like a fall.
  const bins = all.filter((bin) => bin.seconds === binSeconds);
  const length = formatDuration(binSeconds);
  const evidence = points.map(({ atSeconds, trimmedLnE }) => [Math.max(atSeconds, 0), trimmedLnE] as const);
  const lowest = evidence.reduce((least, [, value]) => Math.min(least, value), 0);
  return [
    {
      ...common,
      title: "Evidence that the canary is worse",
      hint: "Sluice aborts when the line reaches the limit. Below zero the evidence speaks for the canary. What lies above the picture is cut off.",
      low: Math.max(lowest, -2 * failAt) - 0.5,
      high: 2.5 * failAt,
      lines: [{ name: "ln E without its two largest jumps", style: "evidence", points: evidence }],
      limits: [{ value: failAt, label: `limit ${failAt.toFixed(2)}`, style: "fail" }],
    },
    {
      ...common,
      title: "Failed requests",
      hint: `Number of failed requests of each version in every ${length}.`,
      ...planCounts(bins, ({ errors }) => errors),
    },
    {
      ...common,
      title: "Share of requests that failed, percent",
      hint: "Rules with a threshold look at this number of the canary alone; Sluice compares both versions and weighs by the number of requests behind it.",
      ...planCounts(bins, ({ errors, requests }) => (requests === 0 ? 0 : (100 * errors) / requests)),
    },
    {
      ...common,
      moments: [],
      title: "Traffic, requests per second",
      hint: "The fewer requests the canary gets, the longer any honest decision takes.",
      ...planCounts(bins, ({ requests }, seconds) => requests / seconds),
    },
  ];
}
