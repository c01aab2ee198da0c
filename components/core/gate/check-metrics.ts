import { isWafQuery } from "../edge/judged-waf";
import type { Track } from "../track";
import type { GateFacts } from "./facts";
import type { Finding, GateProblem } from "./finding";

/** Check `metrics`: every query has a usable answer, and each track that has weight has fresh series. */
export function checkMetrics({ metrics, route }: Pick<GateFacts, "metrics" | "route">): Finding {
  const live = route?.weight ?? 0;
  const diagnosis = metrics.diagnosis === undefined ? "" : `; ${metrics.diagnosis}`;
  const problems: GateProblem[] = metrics.problems.map(({ query, track, problem }) => ({
    text: `answer to query "${query}"${track ? ` for ${track}` : ""} must be usable: got ${problem}`,
    fix: "check sluice:analysis and that Prometheus runs",
    ...(track === undefined ? {} : { track }),
  }));
  for (const { metric, query, problem } of metrics.unread) {
    const isWaf = isWafQuery(query);
    const fix = isWaf
      ? "let Prometheus scrape edge.waf.metricsPort (8881) of the pods, or set sluice:edge.waf.judged: false"
      : "correct the metric in sluice:analysis.metrics or what exports it";
    problems.push({
      text: `${isWaf ? "sluice:edge.waf" : "sluice:analysis.metrics"} "${metric}" must be readable by query "${query}": got ${problem}`,
      fix: `${fix}; a running attempt keeps those it began with`,
    });
  }
  problems.push(...metrics.doubts);
  const weighted: readonly Track[] = [
    ...(live < 100 ? (["stable"] as const) : []),
    ...(live > 0 ? (["canary"] as const) : []),
  ];
  // A query without answer gives no age: one problem, not three.
  const asked = metrics.problems.length === 0 ? weighted : [];
  for (const track of asked) {
    const age = metrics.ageSeconds[track];
    if (age === undefined || age > metrics.freshSeconds) {
      problems.push({
        text: `newest sample of ${track} must be at most ${metrics.freshSeconds} s old: got ${age === undefined ? `no series${diagnosis}` : `${Math.round(age)} s`}`,
        fix: "check that Prometheus scrapes the source, and that the service has requests at all",
        track,
      });
    }
  }
  const fine = [`Prometheus answers, series of ${weighted.join(" and ")} are fresh`, ...metrics.notes];
  return { problems, fine: fine.join("; ") };
}
