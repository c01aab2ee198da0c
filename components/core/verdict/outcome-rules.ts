/** Classes of answers whose share is judged besides errors: 3xx without 304, 4xx without 401 and 429, and who gave up. */
export const judgedClasses = ["3xx", "4xx", "gave-up"] as const;

/** One of {@link judgedClasses}. */
export type JudgedClass = (typeof judgedClasses)[number];

/** Kind of an answer as the shares count it: `excused` are 401 and 429, `good` are 2xx and 304. */
export type AnswerKind = "good" | "excused" | "5xx" | JudgedClass;

/** Answer that the requests of a series got, and the route they were on. */
export interface Answer {
  readonly kind: AnswerKind;
  /** Absent where it is not known, and for connections that live on after they were routed. */
  readonly route?: string;
}

/** Rules for the shares of outcomes, fixed before the first tick. */
export interface OutcomeRules {
  /** Intended changes with their reasons: these classes are not judged. */
  readonly expected: Readonly<Partial<Record<JudgedClass, string | undefined>>>;
  /** Outcomes that the source does not give as far as is known: each pass names them. Routes are not judged then. */
  readonly untold: readonly ("classes" | "gave-up" | "routes")[];
  /** Routes that are judged one by one; all others are judged as one. */
  readonly routes: readonly string[];
  /** Clients are pinned, or the share is of connections: the shares hold a release and never fail it. */
  readonly onlyHolds: boolean;
  /** Refusals of a firewall in the pods are not among the answers: the app itself counts. @default - it may be */
  readonly behindFirewall?: true;
}

/**
 * Event of the requests that a firewall before the app refuses, or would refuse in mode `detect`. A proxy counts its
 * answers among the 4xx, with the app's own: both tracks' alike, so that what both refuse is no difference.
 */
export const firewallEvent = "waf";

/** Limit of the routes that are judged one by one. */
export const mostRoutes = 50;

/** A class is judged from this share of the canary's answers on. */
export const shareLimit = 0.005;

/** Share of the canary against stable's that is still accepted, and of what is outside against stable's, the other way. */
export const toleratedShareRatio = 3;

/** One share that is judged. */
export interface ShareTest {
  /** A class, `route:PATH`, or `route:` for all routes that are not named. */
  readonly name: JudgedClass | `route:${string}`;
  /** Part of what the shares have of alpha. */
  readonly part: number;
}

/** Test of one share: of a class among all answers, or of bad answers among those of a route. */
export function listShareTests({ expected, untold, routes }: OutcomeRules): readonly ShareTest[] {
  // Clients that gave up are judged in any case: should they be told after all, they count.
  const classes = judgedClasses.filter(
    (one) => expected[one] === undefined && (one === "gave-up" || !untold.includes("classes")),
  );
  const judgesRoutes = !untold.includes("routes");
  const part = 1 / (classes.length + (judgesRoutes ? 1 : 0));
  const each = part / (routes.length + 1);
  return [
    ...classes.map((name) => ({ name, part })),
    ...(judgesRoutes
      ? ["", ...routes].map((route) => ({ name: `route:${route}` as const, part: each }))
      : []),
  ];
}

/** Whether an answer on a route is bad: neither 2xx nor 304, nor an intended change. */
export function isBadOnRoute(kind: AnswerKind, { expected }: OutcomeRules): boolean {
  if (kind === "good") return false;
  const named = kind === "excused" ? "4xx" : kind;
  return named === "5xx" || expected[named] === undefined;
}
