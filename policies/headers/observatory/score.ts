import { findLeaks, leakPenalty } from "../leaks";
import type { ItemScore } from "./item-score";
import { itemIds } from "./item-score";
import type { Observation } from "./observation";
import { scoreContentType, scoreReferrer } from "./score-types";
import { scoreCookies } from "./score-cookies";
import { scoreCors } from "./score-cors";
import { scoreCrossOrigin } from "./score-cross-origin";
import { scoreCsp } from "./score-csp";
import { scoreFrames } from "./score-frames";
import { scoreHsts } from "./score-hsts";
import { scoreRedirection } from "./score-redirection";
import { scoreScripts } from "./score-scripts";

/** Version of the algorithm that the tables are from. */
export const algorithmVersion = 6;

/** Bonuses count from this score before bonuses on. */
const bonusFrom = 90;

const grades: readonly (readonly [from: number, grade: string])[] = [
  [100, "A+"],
  [90, "A"],
  [85, "A-"],
  [80, "B+"],
  [70, "B"],
  [65, "B-"],
  [60, "C+"],
  [50, "C"],
  [45, "C-"],
  [40, "D+"],
  [30, "D"],
  [25, "D-"],
];

/**
 * The Observatory's grade of a score.
 * @param score - whole number from 0; rounded down to a multiple of 5
 * @example gradeOf(104) // "A+"
 */
export function gradeOf(score: number): string {
  const floored = Math.floor(score / 5) * 5;
  return grades.find(([from]) => floored >= from)?.[1] ?? "F";
}

/** Score of a set of headers. */
export interface HeaderScore {
  /** The Observatory's own, 0 to 165. */
  readonly observatory: number;
  /** Points off for headers that name the software that answers, 0 to 20; not part of the Observatory's score. */
  readonly leakage: number;
  /** Names of those headers. */
  readonly leaks: readonly string[];
  /** Observatory less leakage, 0 to 165: the number that limits apply to. */
  readonly score: number;
  /** Of `score`. */
  readonly grade: string;
  readonly items: readonly ItemScore[];
}

/**
 * Scores headers by the MDN HTTP Observatory's algorithm, version 6, and takes points off for information leaks.
 * Starts at 100, subtracts; bonuses count only where at least 90 is left.
 * @see https://github.com/mdn/mdn-http-observatory
 */
export function scoreHeaders(observation: Observation): HeaderScore {
  const found = [
    scoreCsp(observation),
    scoreHsts(observation),
    scoreRedirection(observation),
    scoreCookies(observation),
    scoreCors(observation),
    scoreFrames(observation),
    scoreContentType(observation),
    scoreReferrer(observation),
    scoreScripts(observation),
    ...scoreCrossOrigin(observation),
  ];
  const items = itemIds.flatMap((id) => found.filter(({ item }) => item === id));
  const sum = (pick: (modifier: number) => boolean): number =>
    items.filter(({ modifier }) => pick(modifier)).reduce((total, { modifier }) => total + modifier, 0);
  const uncurved = 100 + sum((modifier) => modifier < 0);
  const observatory = Math.max(
    0,
    uncurved >= bonusFrom ? uncurved + sum((modifier) => modifier > 0) : uncurved,
  );
  const leakage = leakPenalty(observation.headers);
  const score = Math.max(0, observatory - leakage);
  const leaks = findLeaks(observation.headers).map(([name]) => name);
  return { observatory, leakage, leaks, score, grade: gradeOf(score), items };
}
