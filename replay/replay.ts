import { findBusiestRoutes } from "../components/core/evidence/answers/outcome-rules";
import { defaultParameters } from "../components/core/verdict/index";
import type { OutcomeRules, RawSeries, VerdictParameters } from "../components/core/verdict/index";
import { chooseTickSeconds } from "./choose-tick";
import { decideSluice, toModeResult } from "./mode-result";
import type { ModeResult } from "./mode-result";
import { findTimeline } from "./find-timeline";
import { findRaise } from "./recorded-baseline";
import { findEnd } from "./recorded-end";
import type { RecordedRaise } from "./recorded-baseline";
import { measureSuccess } from "./rivals/measure-success";
import type { Recording } from "./recording/recording";
import { replayArgo } from "./rivals/replay-argo";
import type { ArgoSettings } from "./rivals/replay-argo";
import { replayFlagger } from "./rivals/replay-flagger";
import type { FlaggerSettings } from "./rivals/replay-flagger";
import { splitHalves } from "./split-halves";
import { watchEvidence } from "./watch-evidence";
import type { EvidencePoint, Stretch } from "./watch-evidence";

/** Terms of judging a recording. */
export interface ReplaySettings {
  /** Engine parameters that differ from the defaults. @default tickSeconds - the recording's scrape interval */
  readonly parameters: Partial<VerdictParameters>;
  /** Intended changes of outcomes with their reasons. @default none */
  readonly expected?: OutcomeRules["expected"];
  readonly minimumHoldSeconds: number;
  /** Weights where they are known, in order of time; else the counts show them. */
  readonly timeline?: readonly [Stretch, ...Stretch[]];
  readonly argo: ArgoSettings;
  readonly flagger: FlaggerSettings;
}

/** One recording judged by all modes. Times without other word are seconds since `fromSeconds`. */
export interface Replay {
  /** First and last moment that were judged, seconds since the epoch. */
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly parameters: VerdictParameters;
  readonly timeline: readonly Stretch[];
  /** Whether the weights were given, not found in the counts. */
  readonly timelineIsKnown: boolean;
  readonly settings: ReplaySettings;
  readonly points: readonly EvidencePoint[];
  readonly modes: readonly ModeResult[];
  /** The same with half of stable's pods in the canary's place; absent where fewer than two pods count its requests. */
  readonly sameVersion?: readonly ModeResult[];
  readonly notes: readonly string[];
}

/** First and last sample of requests, seconds since the epoch; undefined where there are not two. */
export function rangeOf(
  series: readonly RawSeries[],
): { readonly fromSeconds: number; readonly untilSeconds: number } | undefined {
  const counting = series.filter(({ counters }) => counters.includes("requests"));
  const fromSeconds = Math.min(...counting.map(({ samples }) => samples[0]?.[0] ?? Infinity));
  const untilSeconds = Math.max(...counting.map(({ samples }) => samples.at(-1)?.[0] ?? -Infinity));
  return fromSeconds < untilSeconds ? { fromSeconds, untilSeconds } : undefined;
}

/** Longer than any release; one wrong timestamp makes years of a recording. */
const mostTicks = 100_000;
/** The last day that a Date can be of. */
const latestDateSeconds = 8.64e12;

/** @throws {RangeError} where the range is too long to be judged */
function demandShort(
  { fromSeconds, untilSeconds }: { fromSeconds: number; untilSeconds: number },
  tick: number,
) {
  if (untilSeconds - fromSeconds <= mostTicks * tick) return;
  const show = (seconds: number) =>
    seconds < latestDateSeconds ? new Date(seconds * 1000).toISOString() : `${seconds} s`;
  throw new RangeError(
    `Cannot replay a recording: it must be at most ${mostTicks} ticks of ${tick} s long: got samples from ${show(fromSeconds)} to ${show(untilSeconds)}; cut it by --from and --until`,
  );
}

type Judged = Pick<Replay, "points" | "modes" | "timeline">;

function judgeAll(
  { series, unjudged }: Pick<Recording, "series" | "unjudged">,
  parameters: VerdictParameters,
  settings: ReplaySettings,
  range: { readonly fromSeconds: number; readonly untilSeconds: number },
): Judged {
  const { fromSeconds } = range;
  const { minimumHoldSeconds } = settings;
  const doubts = unjudged === undefined ? [] : [`${unjudged.text}; ${unjudged.fix}`];
  const watch = (
    timeline: readonly [Stretch, ...Stretch[]],
    how: VerdictParameters,
    raise?: RecordedRaise,
  ): readonly EvidencePoint[] =>
    watchEvidence({ series, parameters: how, timeline, minimumHoldSeconds, raise, doubts, ...range });
  // Only its counts are asked for: at weight 100 those of a canary without stable count too.
  const { outcomes: _, ...others } = parameters;
  const cheap = { ...others, latencyBoundsSeconds: [], events: [], gauges: [], errorsWeight: 1 };
  const timeline =
    settings.timeline ?? findTimeline(watch([{ atSeconds: fromSeconds, weight: 100 }], cheap), fromSeconds);
  const isKnown = settings.timeline !== undefined;
  const raise = findRaise(series, parameters.tickSeconds, fromSeconds, isKnown);
  const points = watch(timeline, parameters, raise);
  const durationSeconds = range.untilSeconds - fromSeconds;
  const measure = (atSeconds: number) => measureSuccess(series, fromSeconds + atSeconds);
  return {
    points,
    timeline,
    modes: [
      toModeResult("sluice", decideSluice(points), points),
      toModeResult("argo", replayArgo(settings.argo, measure, durationSeconds), points),
      toModeResult("flagger", replayFlagger(settings.flagger, measure, durationSeconds), points),
    ],
  };
}

/**
 * Judges a recording by the default gate and by the rules of Argo Rollouts and Flagger, and once more with two halves
 * of stable against each other, where every failure is a false one.
 * @throws {RangeError} when the recording has fewer than two moments or too many, or a parameter is out of range
 */
export function replay(recording: Recording, settings: ReplaySettings): Replay {
  const { series, latencyBoundsSeconds, notes } = recording;
  const recorded = rangeOf(series);
  if (recorded === undefined) {
    throw new RangeError("Cannot replay a recording: it must have two samples of requests at least");
  }
  const fromSeconds = Math.max(recorded.fromSeconds, settings.timeline?.[0].atSeconds ?? -Infinity);
  const range = { fromSeconds, untilSeconds: findEnd(series, recorded.untilSeconds) };
  if (fromSeconds >= range.untilSeconds) {
    throw new RangeError("Cannot replay a recording: its first stage must begin before its last sample");
  }
  const parameters = defaultParameters({
    tickSeconds: chooseTickSeconds(series),
    latencyBoundsSeconds,
    outcomes: {
      expected: settings.expected ?? {},
      untold: recording.untold ?? [],
      routes: findBusiestRoutes(series),
      onlyHolds: false,
    },
    ...settings.parameters,
  });
  demandShort(range, parameters.tickSeconds);
  const halves = splitHalves(series);
  const { timeline: _, ...unknown } = settings;
  return {
    ...range,
    parameters,
    settings,
    timelineIsKnown: settings.timeline !== undefined,
    ...judgeAll(recording, parameters, settings, range),
    ...(halves !== undefined && {
      sameVersion: judgeAll({ series: halves }, parameters, unknown, range).modes,
    }),
    notes,
  };
}
