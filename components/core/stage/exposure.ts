import type { MatchTerms } from "./match-terms";
import type { MirrorTerms } from "./mirror-terms";

/** So many of all requests reach the canary. */
export interface WeightExposure {
  /** Whole percent, 1 to 100. */
  readonly weight: number;
}

/** Requests with a header or cookie reach the canary, and no others. */
export interface MatchExposure {
  readonly match: MatchTerms;
}

/** Copies of requests reach the canary, whose answers nobody sees. */
export interface MirrorExposure {
  readonly mirror: MirrorTerms;
}

/** Requests that reach the canary at a stage; another kind has another field. */
export type Exposure = WeightExposure | MatchExposure | MirrorExposure;

/** Stage: its key, and its exposure. */
export interface Stage {
  /** Ends the name of its stack and names it in the ledger: of a weight the number as text, of any other its name. */
  readonly key: string;
  readonly exposure: Exposure;
}

/**
 * The place of a match on the scale of weights, in ledger and live route: above 0, since requests reach the canary, and
 * below every weight. No weight is it: routers have whole percents.
 */
export const matchWeight = 0.5;

/** The place of a mirror on the scale of weights: below that of a match, since users meet none of the canary's answers. */
export const mirrorWeight = 0.25;

/** Whether a place on the scale of weights is that of a mirror or a match, which is no share of all requests. */
export function isAside(weight: number): boolean {
  return weight === matchWeight || weight === mirrorWeight;
}

/**
 * The stage of a weight.
 * @param weight - whole percent, 1 to 100
 * @example weightStage(5) // { key: "5", exposure: { weight: 5 } }
 */
export function weightStage(weight: number): Stage {
  return { key: String(weight), exposure: { weight } };
}

/**
 * Whether a text is the key of a weight.
 * @example isWeightKey("5") // true
 */
export function isWeightKey(key: string): boolean {
  return /^(?:[1-9]\d?|100)$/.test(key);
}

/**
 * Whether a text can be the key of a stage: a whole percent, or the name of a match or mirror.
 * @example isStageKey("5") // true
 */
export function isStageKey(key: string): boolean {
  return isWeightKey(key) || /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/.test(key);
}

/** The match of a stage; undefined where it has none. */
export function matchOf({ exposure }: Pick<Stage, "exposure">): MatchTerms | undefined {
  return "match" in exposure ? exposure.match : undefined;
}

/** Whether stages of a configuration send requests with a header or cookie to the canary. */
export const hasMatch = ({
  stages = [],
}: {
  readonly stages?: readonly Pick<Stage, "exposure">[];
}): boolean => stages.some((stage) => matchOf(stage) !== undefined);

/** The mirror of a stage; undefined where it has none. */
export function mirrorOf({ exposure }: Pick<Stage, "exposure">): MirrorTerms | undefined {
  return "mirror" in exposure ? exposure.mirror : undefined;
}

/** Share of the requests that the canary gets at a stage, percent: whole, or the place of a match or mirror. */
export function weightOf({ exposure }: Pick<Stage, "exposure">): number {
  if ("mirror" in exposure) return mirrorWeight;
  return "match" in exposure ? matchWeight : exposure.weight;
}

/** Share of all load that the canary's pods have to carry at a stage, percent: copies count as requests. */
export function loadOf(stage: Pick<Stage, "exposure">): number {
  return mirrorOf(stage)?.percent ?? weightOf(stage);
}

/** A weight for people, for example `5 %`. */
export function describeWeight(weight: number): string {
  if (weight === mirrorWeight) return "a mirror";
  return weight === matchWeight ? "a match" : `${weight} %`;
}

/**
 * A move between two weights for people.
 * @example describeMove(5, " → ", 20) // "5 → 20 %"
 */
export function describeMove(from: number, between: string, to: number): string {
  const left = isAside(from) || isAside(to) ? describeWeight(from) : from;
  return `${left}${between}${describeWeight(to)}`;
}

/** A weight as it is reported: whole, but for a match or mirror. */
export function roundWeight(weight: number): number {
  return isAside(weight) ? weight : Math.round(weight);
}

/** A stage's exposure for people, for example `5 %`; the value of a match is not shown. */
export function describeExposure({ exposure }: Pick<Stage, "exposure">): string {
  if ("mirror" in exposure) {
    const { percent, repeatable } = exposure.mirror;
    return `copies of ${percent} % of ${repeatable.join(", ")}`;
  }
  return "match" in exposure ? `${exposure.match.on} ${exposure.match.name}` : `${exposure.weight} %`;
}
