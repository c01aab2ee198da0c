import { isCalendarDay } from "../../pack/calendar";
import type { Problems } from "./judgement";
import type { Scan } from "./scan";
import type { Level, Vulnerability } from "./vulnerability";

/** Rules for a vulnerability scan. */
export interface VulnerabilityRules {
  /** Oldest scan that counts, seconds. */
  readonly maxAgeSeconds: number;
  /** Levels that no vulnerability may have. */
  readonly denied: readonly Level[];
  /** Vulnerabilities that are accepted until a day. */
  readonly exceptions: readonly VulnerabilityException[];
}

/** One accepted vulnerability. */
export interface VulnerabilityException {
  readonly id: string;
  readonly reason: string;
  /** Last day on which it applies, UTC, e.g. `2027-03-31`. */
  readonly expires: string;
}

const mostNamed = 5;
const clockSkewMs = 5 * 60 * 1000;
const dayMs = 86_400_000;

const endOfDay = (day: string): number =>
  isCalendarDay(day) ? Date.parse(`${day}T00:00:00Z`) + dayMs : Number.NEGATIVE_INFINITY;

const show = ({ id, level, component }: Vulnerability): string =>
  `${id} (${[level, component].filter((part) => part !== "").join(" in ")})`;

/** Judges the newest scan of an image. */
export function judgeVulnerabilities(scan: Scan, rules: VulnerabilityRules, now: Date): Problems {
  const problems: string[] = [];
  const { maxAgeSeconds, denied, exceptions } = rules;
  const ageSeconds = (now.getTime() - scan.finished.getTime()) / 1000;
  const days = (seconds: number): string => `${Math.floor(seconds / 86_400)} d`;
  if (ageSeconds > maxAgeSeconds) {
    problems.push(
      `the scan must be at most ${days(maxAgeSeconds)} old: got ${days(ageSeconds)} (${scan.finished.toISOString()})`,
    );
  }
  if (scan.finished.getTime() > now.getTime() + clockSkewMs) {
    problems.push(`the scan must not be from the future: got ${scan.finished.toISOString()}`);
  }
  const bad = scan.vulnerabilities.filter(({ level }) => denied.includes(level));
  const holds = ({ expires }: VulnerabilityException): boolean => now.getTime() < endOfDay(expires);
  const left = bad.filter(({ id }) => !exceptions.some((each) => each.id === id && holds(each)));
  if (left.length > 0) {
    const more = left.length > mostNamed ? ` and ${left.length - mostNamed} more` : "";
    problems.push(
      `no vulnerability may be ${denied.join(" or ")}: got ${left.slice(0, mostNamed).map(show).join(", ")}${more}`,
    );
  }
  const expired = exceptions.filter((each) => !holds(each) && left.some(({ id }) => id === each.id));
  problems.push(...expired.map(({ id, expires }) => `the exception for ${id} expired on ${expires}`));
  return problems;
}
