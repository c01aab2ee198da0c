import type { SyntheticAnswer } from "../../components/core/stage/synthetic-record";
import type { PodHealth } from "../../components/core/stage/canary-health";
import type { Track } from "../../components/core/track";
import type { Random } from "./random";

/** Length of a stage of synthetic checks, seconds. */
export const syntheticStageSeconds = 600;

/** Truth of one stage: the same version on both tracks unless `fault` says otherwise. */
export interface SyntheticTruth {
  readonly name: string;
  /** Pods of the canary and of stable. */
  readonly pods: readonly [canary: number, stable: number];
  /** Part of all answers that fail, 0 to 1. */
  readonly errors?: number;
  /** Each pod fails everything for a while: mean time between, mean length, seconds. */
  readonly bursts?: readonly [every: number, length: number];
  /** Something that both tracks need is away once, each track sees it within half a second. */
  readonly outage?: boolean;
  /** The gateway starts again once: nobody answers, then 503 on both, on the canary up to 0.7 s longer. */
  readonly gateway?: boolean;
  /** This machine is away for 10 s, or gets 429 for a minute. */
  readonly runner?: "offline" | "limited";
  /**
   * A pod of the canary goes once. `evicted`, `oom`: answered with 503 until it is replaced; `node`: nobody answers in
   * its place, and that the node is lost is known 40 s later.
   */
  readonly loss?: "evicted" | "oom" | "node";
  /** Part of the canary's answers that fail from a random moment on. */
  readonly fault?: number;
  /** Time from a request to its answer, seconds. @default 0 */
  readonly answerSeconds?: number;
}

type Span = readonly [from: number, to: number];

/** One stage as it happens. */
export interface SyntheticWorld {
  /** Beginning of the fault, seconds from the stage's start; Infinity without. */
  readonly faultAt: number;
  answer(track: Track, at: number): SyntheticAnswer["kind"];
  canaryPods(at: number): readonly PodHealth[];
}

const within = ([from, to]: Span, at: number): boolean => at >= from && at < to;
const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** Times in which one pod fails everything. */
function drawBursts(random: Random, [every, length]: readonly [number, number]): Span[] {
  const spans: Span[] = [];
  for (let at = exponential(random, every); at < syntheticStageSeconds; at += exponential(random, every)) {
    const to = at + exponential(random, length);
    spans.push([at, to]);
    at = to;
  }
  return spans;
}

/** Time of something that both tracks share, as each of them sees it. */
function drawShared(random: Random, at: number, length: number): Readonly<Record<Track, Span>> {
  const edge = () => random() * 0.5;
  return { canary: [at + edge(), at + length + edge()], stable: [at + edge(), at + length + edge()] };
}

/** Draws one stage. */
export function drawWorld(random: Random, truth: SyntheticTruth): SyntheticWorld {
  const { pods, errors = 0, bursts, loss, fault = 0 } = truth;
  const moment = () => random() * syntheticStageSeconds * 0.9;
  const burstsOf = (count: number): Span[][] =>
    Array.from({ length: bursts === undefined ? 0 : count }, () =>
      drawBursts(random, bursts as readonly [number, number]),
    );
  const bursting = { canary: burstsOf(pods[0]), stable: burstsOf(pods[1]) };
  const faultAt = fault === 0 ? Infinity : moment();
  const outage =
    truth.outage === true ? drawShared(random, moment(), 1 + exponential(random, 15)) : undefined;
  const outageErrors = 0.2 + 0.8 * random();
  const restart = truth.gateway === true ? moment() : Infinity;
  const slower = { canary: random() * 0.7, stable: 0 };
  const ready = restart + 3 + random() * 0.5;
  const away = truth.runner === undefined ? Infinity : moment();
  const awayUntil = away + (truth.runner === "offline" ? 10 : 60);
  const lostAt = loss === undefined ? Infinity : moment();
  // One of several leaves the endpoints within seconds; a lone one has to be replaced.
  const lostUntil = lostAt + (loss === "node" ? 60 : pods[0] > 1 ? 1 + random() * 4 : 5 + random() * 20);
  const knownAt = lostAt + (loss === "node" ? 40 : loss === "oom" ? exponential(random, 0.4) : 0);
  return {
    faultAt,
    answer: (track, at) => {
      if (within([away, awayUntil], at) || within([restart, restart + 3], at)) return "unknown";
      if (within([restart + 3, ready + slower[track]], at)) return "bad";
      if (outage !== undefined && within(outage[track], at) && random() < outageErrors) return "bad";
      const pod = Math.floor(random() * pods[track === "canary" ? 0 : 1]);
      if (track === "canary" && pod === 0 && within([lostAt, lostUntil], at))
        return loss === "node" ? "unknown" : "bad";
      if (bursting[track][pod]?.some((span) => within(span, at)) === true) return "bad";
      if (track === "canary" && at >= faultAt && random() < fault) return "bad";
      return random() < errors ? "bad" : "good";
    },
    canaryPods: (at) =>
      Array.from({ length: pods[0] }, (_, nth): PodHealth => {
        const isHit = nth === 0 && at >= knownAt;
        return {
          uid: isHit && loss !== "oom" ? "new" : String(nth),
          ready: true,
          restarts: 0,
          oomKills: isHit && loss === "oom" ? [{ id: "kill", container: "app" }] : [],
        };
      }),
  };
}
