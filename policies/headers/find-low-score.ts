import type { WayHeaders } from "./check-routes";
import type { Finding } from "../pack/policy";
import { scoreHeaders } from "./observatory/score";
import type { HeaderScore } from "./observatory/score";

/** Limits of the score. */
export interface ScoreLimits {
  /** Least score, 0 to 165. */
  readonly minScore: number;
  /** Below this score a finding advises, 0 to 165. */
  readonly warnBelow: number;
}

/** Points of one item from which it counts by itself. */
const grave = -20;

/** Score of the headers that leave one way through a route; items that only a live response shows count nothing. */
export function scoreWay({ headers }: WayHeaders, host: string): HeaderScore {
  return scoreHeaders({
    headers: headers.map(({ name, value }) => [name, value] as const),
    host,
    https: "verified",
  });
}

/** Fixes that would raise the score, the most effective first. */
function listFixes({ items, leaks }: HeaderScore): string {
  const fixes = items
    .filter(({ fix, unknown }) => fix !== undefined && unknown !== true)
    .toSorted((a, b) => a.modifier - b.modifier)
    .map(({ fix }) => fix);
  return [...fixes, ...(leaks.length === 0 ? [] : [`remove ${leaks.join(", ")}`])].join("; ");
}

/** Findings on one score: below the limit, or one item that is grave by itself. */
export function judgeScore(
  score: HeaderScore,
  { minScore, warnBelow }: ScoreLimits,
): Omit<Finding, "path">[] {
  const value = `${score.score} (${score.grade})`;
  const below = score.score < minScore;
  const low = below || score.score < warnBelow;
  const limit = below ? minScore : warnBelow;
  const total = low
    ? [
        {
          rule: `score at least ${limit}`,
          got: value,
          fix: listFixes(score),
          ...(below ? {} : { advisory: true }),
        },
      ]
    : [];
  const items = score.items
    .filter(({ modifier }) => modifier <= grave)
    .map(({ item, modifier, finding, fix = "see docs/how-to/headers.md" }) => ({
      rule: `lose fewer than ${-grave} points by ${item}`,
      got: `${modifier} (${finding})`,
      fix,
    }));
  return [...total, ...items];
}

/** Findings on the score of each way through a route. */
export function* findLowScores(
  ways: readonly WayHeaders[],
  host: string,
  limits: ScoreLimits,
): Generator<Finding> {
  const grouped = new Map<string, { finding: Omit<Finding, "path">; at: string[] }>();
  for (const each of ways.filter(({ way }) => !way.redirect)) {
    for (const finding of judgeScore(scoreWay(each, host), limits)) {
      const group = grouped.get(JSON.stringify(finding)) ?? { finding, at: [] };
      group.at.push(each.way.path);
      grouped.set(JSON.stringify(finding), group);
    }
  }
  for (const { finding, at } of grouped.values())
    yield { path: `${at.join(", ")}: response headers`, ...finding };
}
