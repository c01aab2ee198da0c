import { checklistSections } from "../../../../../components/core/preflight/lines/lines";
import { judgeHealth, recordHealth } from "../../../../../components/core/stage/canary-health";
import type { PodHealth } from "../../../../../components/core/stage/canary-health";
import { watchSoak } from "../../../../../components/core/stage/watch-soak";
import type { SoakFacts } from "../../../../../components/core/stage/watch-soak";
import type { Track } from "../../../../../components/core/track";
import { explain, ingest, judge, startRelease, startStage } from "../../../../../components/core/verdict";
import type { EvidenceState, RawSeries, VerdictParameters } from "../../../../../components/core/verdict";
import { pinnedParameters } from "../../../../../components/stage/evidence/pinned";
import { parseStackName } from "../../../../../stacks/name";
import { toSettings } from "../../../../../stacks/settings/settings";
import { configWith } from "../../../../support/environment";
import { facts } from "../../stage/soak-facts";
import { podHealth } from "../../../../support/pod-health";

/** Course of a track: shares of its requests, and each gauge in shares of its limit. */
interface Course {
  readonly errors: number;
  readonly slow: number;
  readonly events: number;
  readonly gauge: number;
}

const well: Course = { errors: 0.001, slow: 0.05, events: 0.01, gauge: 0.5 };

/** A line of the lists in an environment: what its file has, how the canary is worse, and what the soak does then. */
interface Fault {
  /** Item of `sluice:analysis.metrics`. @default none */
  readonly metric?: string;
  readonly canary?: Partial<Course>;
  readonly facts?: Partial<SoakFacts>;
  readonly does: "abort" | "hold";
}

const [begun, tick, soak, deadline] = [1000, 5, 300, 400];
const perTick: Readonly<Record<Track, number>> = { canary: 100, stable: 1900 };

/** Counters of a track over the whole stage. */
function seriesOf(track: Track, course: Course, parameters: VerdictParameters): readonly RawSeries[] {
  const count = (id: string, counters: readonly string[], share: number): RawSeries => ({
    id: `${track} ${id}`,
    target: track,
    track,
    counters,
    samples: Array.from({ length: (deadline + 20) / tick }, (_, nth): [number, number] => [
      begun + 1 + nth * tick,
      Math.round(nth * perTick[track] * share),
    ]),
  });
  const value = ({ name, limit }: { readonly name: string; readonly limit: number }): RawSeries => ({
    ...count(name, [`gauge:${name}`], 0),
    samples: count(name, [], 0).samples.map(([at]) => [at, limit * course.gauge]),
  });
  const { latencyBoundsSeconds: bounds, events, gauges } = parameters;
  return [
    count("200", ["requests"], 1 - course.errors),
    count("500", ["requests", "errors"], course.errors),
    ...(bounds.length === 0 ? [] : [count("timed", ["timed"], 1)]),
    ...bounds.map((bound) => count(`le ${bound}`, [`within:${bound}`], 1 - course.slow)),
    ...events.map(({ name }) => count(name, [`event:${name}`], course.events)),
    ...gauges.map(value),
  ];
}

/** End of a soak in which stable is well and the canary is so. */
function soakWith(metric: string | undefined, canary: Partial<Course>, more: Partial<SoakFacts> = {}) {
  const metrics = metric === undefined ? "" : `, metrics: [${metric}]`;
  const analysis = `{ prometheus: "service://monitoring/prometheus:9090", objectives: { errorRatio: 0.005 }${metrics} }`;
  const settings = toSettings(configWith({ analysis }), parseStackName("prod-canary-5"));
  const parameters = pinnedParameters(undefined, settings);
  const stage = { weight: 5, minimumHoldSeconds: soak, deadlineSeconds: deadline, startedAtSeconds: begun };
  const series = [
    ...seriesOf("canary", { ...well, ...canary }, parameters),
    ...seriesOf("stable", well, parameters),
  ];
  let state: EvidenceState = startStage(startRelease(parameters), { ...stage, nextWeight: 20 });
  for (let until = begun + tick; until <= begun + deadline + tick; until += tick) {
    const read = series.map((one) => ({ ...one, samples: one.samples.filter(([at]) => at <= until) }));
    state = ingest(state, read, until).state;
    const verdict = judge(state);
    if (verdict.kind === "inconclusive" && !verdict.final) continue;
    const basis = verdict.kind === "inconclusive" ? verdict.reason : verdict.basis;
    const seen = { kind: verdict.kind, basis, sentence: explain(verdict) };
    const decision = watchSoak(facts({ weight: 20, verdict: seen, ...more }));
    if (decision.action !== "go-on") return decision;
  }
  return watchSoak(facts({ deadlineOver: true, ...more }));
}

const latency: Fault = { metric: "{ name: slow, kind: latency }", canary: { slow: 0.15 }, does: "abort" };
const quantile = (kind: string, limit = 2): Fault => ({
  metric: `{ name: tail, kind: ${kind}, limit: ${limit}, queries: { canary: 'seconds_bucket{track="canary"}', stable: 'seconds_bucket{track="stable"}' } }`,
  canary: { gauge: 1.01 },
  does: "hold",
});
const gauge = (kind: string, more = ""): Fault => ({
  metric: `{ name: measured, kind: ${kind}${more} }`,
  canary: { gauge: 1.01 },
  does: "hold",
});
const events = (kind: string, more = ""): Fault => ({
  metric: `{ name: counted, kind: ${kind}${more} }`,
  canary: { events: 0.1 },
  does: "abort",
});
const log = events("log", ', lines: "ERROR|panic"');
const cpu = gauge("cpu");
const errors: Fault = { canary: { errors: 0.05 }, does: "abort" };
const split: Fault = {
  facts: { share: { kind: "refused", sentence: "the canary gets 50 % of the requests, not 5 %" } },
  does: "hold",
};

/** The canary's pods get so within a minute, stable's are well. */
function podsThat(changes: Partial<PodHealth>): Fault {
  const at = (seconds: number, canary: PodHealth, before?: Parameters<typeof recordHealth>[0]) =>
    recordHealth(before, { canary: [canary], stable: [podHealth("s")] }, seconds);
  const [first, then] = [podHealth("c"), podHealth("c", changes)];
  const harm = judgeHealth(at(60, then, at(30, then, at(0, first))), 60);
  return { facts: harm === undefined ? {} : { harm }, does: "abort" };
}
const unready = podsThat({ ready: false });
const killed = podsThat({ oomKills: ["1", "2"].map((id) => ({ id, container: "app" })) });

/** Every line that the soak finds, by section and text. */
const faults: Readonly<Record<string, readonly Fault[]>> = {
  "Limits while it runs: error rate below 0.5 %": [errors],
  "Limits while it runs: p95 below twice the baseline": [quantile("p95"), latency],
  "Limits while it runs: CPU below 80 %": [cpu],
  "Limits while it runs: database connections below 80 % of the maximum": [gauge("database-connections")],
  "Limits while it runs: queue depth stable": [gauge("queue", ", query: sum(queue_depth)")],
  "Limits while it runs: authentication failures and rate limiting bounded against baseline": [
    events("authentication"),
    events("rate-limited"),
  ],
  "Limits while it runs: CSP violations expected and not rising": [events("csp")],
  "Limits while it runs: canary against stable: error rate +1 % at most": [
    { ...errors, canary: { errors: 0.012 } },
  ],
  "Limits while it runs: canary against stable: p95 +10 % at most, p99 +15 % at most": [
    latency,
    quantile("p95", 1.1),
    quantile("p99", 1.15),
  ],
  "Limits while it runs: no critical error in logs": [log],
  "Limits while it runs: resources in range": [gauge("memory"), cpu],
  "Take back at once: errors +5 % against baseline": [errors],
  "Take back at once: p95 +25 %, or p99 over twice the baseline": [latency],
  "Take back at once: three health checks failed in a row": [unready],
  "Take back at once: OOMKilled": [killed],
  "Take back at once: CPU throttled": [gauge("cpu-throttled")],
  "Take back at once: more than 5 restarts in 5 minutes": [podsThat({ restarts: 6 }), gauge("restarts")],
  "Standard release, at 0: rollout watched, pods start": [unready],
  "Standard release, at 0: no errors in their logs": [log],
  "Standard release, at 0: CPU and memory watched": [cpu, gauge("memory")],
  "Standard release, at 0: traffic goes where it should": [split],
  "Canary release, each stage: share verified": [split],
  "Canary release, each stage: the four comparisons: errors": [errors],
  "Canary release, each stage: the four comparisons: p95, p99": [latency, quantile("p99")],
  "Canary release, each stage: the four comparisons: resources": [cpu],
  "Canary release, each stage: from 25 %: business figures, queries, external calls": [
    events("events", ", query: orders_failed_total"),
  ],
  "Canary release, each stage: from 50 %: p99": [latency, quantile("p99")],
  "Canary release, each stage: from 50 %: memory, CPU, background jobs": [
    gauge("memory"),
    cpu,
    gauge("gauge", ", query: sum(jobs_waiting), limit: 100"),
  ],
  "Canary release, each stage: from 75 %: connection pools": [gauge("database-connections")],
  "Canary release, 100 %: all traffic verified": [split],
  "Emergency hotfix, deployment: pods watched": [unready, killed],
  "Emergency hotfix, deployment: logs": [log],
  "After cut-over (15 min): no rise of 4xx or 5xx": [errors, events("client-errors")],
};

test("every line that the soak finds stands here", () => {
  const named = checklistSections.flatMap(({ title, lines }) =>
    lines.filter(({ by }) => /\bthe soak\b/.test(by)).map(({ line }) => `${title}: ${line}`),
  );
  expect(Object.keys(faults).toSorted()).toEqual(named.toSorted());
});

test.each(
  Object.entries(faults).flatMap(([line, all]) => all.map((fault, nth) => [line, nth, fault] as const)),
)("%s (%i): the soak of a good canary passes, that of this one does not", (_, __, fault) => {
  expect(soakWith(fault.metric, {})).toMatchObject({ action: "pass" });
  const { does, metric, canary = {}, facts: seen } = fault;
  expect(soakWith(metric, canary, seen)).toMatchObject({ action: does });
});
