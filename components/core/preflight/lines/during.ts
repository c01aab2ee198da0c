import { found, none } from "./line";
import type { ChecklistSection } from "./line";

const asked = "the soak, where `sluice:analysis.metrics` has it";
const gauge = "the soak, which holds where a gauge of `sluice:analysis.metrics` is beyond its limit";
const log = "the soak, where a log of `sluice:analysis.metrics` has it";
const latency = "the soak, where a latency of `sluice:analysis.metrics` has it";
const byPerson = "only a person learns of it: `sluice abort`";

/** The owner's lists of what is watched while traffic moves. */
export const during: readonly ChecklistSection[] = [
  {
    title: "Limits while it runs",
    lines: [
      found("error rate below 0.5 %", "the soak, by `sluice:analysis.objectives.errorRatio`"),
      found("p95 below twice the baseline", latency),
      found("CPU below 80 %", gauge),
      found("database connections below 80 % of the maximum", gauge),
      found("queue depth stable", gauge),
      found("authentication failures and rate limiting bounded against baseline", asked),
      found("CSP violations expected and not rising", asked),
      found("canary against stable: error rate +1 % at most", "the soak's comparison of both tracks"),
      found("canary against stable: p95 +10 % at most, p99 +15 % at most", latency),
      found("no critical error in logs", log),
      found("resources in range", gauge),
    ],
  },
  {
    title: "Take back at once",
    lines: [
      found("errors +5 % against baseline", "the soak's comparison of both tracks"),
      found("p95 +25 %, or p99 over twice the baseline", latency),
      found(
        "critical function broken (payment, login)",
        "`sluice:checks`, before each raise and after the release",
      ),
      none("data corrupted or lost", byPerson),
      none("a vulnerability or compliance breach let in", byPerson),
      found("migration failed", "the base stack: the exit code of the migration's container"),
      none("dependants failing in cascade", "their counters are not read; a query of `sluice:checks` may"),
      none("customers report above a threshold", byPerson),
      found("three health checks failed in a row", "the soak: no pod of the canary is ready for 15 s"),
      found("OOMKilled", "the soak, against stable's pods; evictions for the pods' own disk as well"),
      found("CPU throttled", gauge),
      found("more than 5 restarts in 5 minutes", "the soak, against stable's pods"),
    ],
  },
  {
    title: "Standard release, at 0",
    lines: [
      found("started", "the ledger, `sluice report`"),
      found("strategy named (rolling, blue-green, canary)", "the stages of the environment's file"),
      found("rollout watched, pods start", "the gate's `capacity`, the soak"),
      found("no errors in their logs", log),
      found("CPU and memory watched", gauge),
      found("health endpoints answer", "the pods' readiness; the gate's `path`"),
      found("migration run and successful", "the base stack: the exit code of the migration's container"),
      found(
        "traffic goes where it should",
        "the soak counts the share of both tracks; the gate's `no-drift`",
      ),
    ],
  },
  {
    title: "Canary release, each stage",
    lines: [
      found("pods deployed and healthy", "the gate's `digest` and `capacity`"),
      found("share verified", "the soak counts the share of both tracks"),
      found("watched 5 to 15 min", "`sluice:stages[].soak`"),
      found("the four comparisons: errors", "the soak's comparison of both tracks"),
      found("the four comparisons: p95, p99", latency),
      found("the four comparisons: resources", gauge),
      found("analysis passed", "the verdict; the gate's `verdict` and `order`"),
      found("decision (go on, pause, take back)", "the verdict; `sluice pause`, `sluice abort`"),
      found("approval where required", "the gate's `approval`"),
      found("from 25 %: business figures, queries, external calls", asked),
      none("from 25 %: traces", "Sluice reads no traces"),
      found("from 50 %: p99", latency),
      found("from 50 %: memory, CPU, background jobs", gauge),
      none("from 50 %: user feedback", byPerson),
      found("from 75 %: all critical journeys", "`sluice:checks`, before each raise"),
      found("from 75 %: connection pools", gauge),
    ],
  },
  {
    title: "Canary release, 100 %",
    lines: [
      found("all traffic verified", "the soak counts the share of both tracks"),
      found("stable's pods scaled down", "the base stack: stable takes the version, the canary's pods go"),
      found("watched 30 min", "`sluice:stages[].soak` of 100, `sluice:promotion.watch`"),
      found("smoke tests", "`sluice verify`, by `sluice:checks`"),
      found("errors and times in baseline", "`sluice verify` for errors"),
      found(
        "old ReplicaSet kept for a quick way back",
        "`sluice:promotion.keepPrevious`: stable keeps its pods while 100 soaks; afterwards `sluice rollback`",
      ),
    ],
  },
  {
    title: "Emergency hotfix, deployment",
    lines: [
      found("fast strategy", "`sluice:hotfix.stages`, by `release.profile`"),
      found("pods watched", "the gate's `capacity`, the soak"),
      found("logs", log),
    ],
  },
];
