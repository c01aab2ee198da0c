import {
  byCollector,
  byOtlp,
  calls,
  ofApp,
  olderTraefik,
  relabelled,
  telemetry,
  terms,
} from "./recorded-forms";
import { both, failedBy, judge, of, seconds, timed, told } from "./recorded-scene";
import type { Counter, Scene } from "./recorded-scene";
import { startSeconds } from "./support";

const reading = (counters: readonly Counter[], track: string, read: Counter["read"]): readonly Counter[] =>
  counters.map((one) => (one.labels["track"] === track && read !== undefined ? { ...one, read } : one));
const atEnd = (seen: (value: number) => string | number): Counter["read"] => {
  const last = seconds / 5;
  return (value, nth) => (nth === last ? seen(value) : value);
};

/** One row for each recording of the public cases: its number, what is recorded, and what is right. */
const cases: readonly (readonly [no: string, what: string, Scene, verdict: string, says?: RegExp])[] = [
  ["01", "calls of gRPC, 90 % of them unavailable", { counters: calls(0.9), terms }, "fail"],
  ["01", "calls of gRPC that are fine", { counters: calls(0.001), terms }, "pass"],
  ["02", "services as Traefik named them before 3.7.6, half fails", olderTraefik(0.5), "fail"],
  ["02", "services as Traefik named them before 3.7.6", olderTraefik(0.001), "pass", /3\.7\.6/],
  ["03", "a scrape each 30 s", { counters: both(0.001), everySeconds: 30 }, "pass"],
  ["03", "a scrape each 60 s", { counters: both(0.001), everySeconds: 60 }, "pass"],
  [
    "03",
    "a scrape each 30 s, a tick of 5 s",
    { counters: both(0.001), everySeconds: 30, tickSeconds: 5 },
    "pass",
  ],
  [
    "04",
    "a canary that only probes ask",
    { counters: [...both(0).slice(0, 2), of("canary", "200", 1, { route: "/readyz" })] },
    "inconclusive",
    /canary|request/,
  ],
  [
    "05",
    "the same series by two jobs",
    { counters: [...both(0.001, { job: "a" }), ...both(0.001, { job: "b" })] },
    "pass",
    /job/,
  ],
  [
    "06",
    "a canary with 3 % errors, and a sample a minute that falls a little",
    { counters: reading(both(0.03), "canary", (value, nth) => (nth % 12 === 6 ? value - 3 : value)) },
    "fail",
  ],
  [
    "06",
    "a good canary, and a sample a minute that falls a little",
    { counters: reading(both(0.001), "canary", (value, nth) => (nth % 12 === 6 ? value - 3 : value)) },
    "pass",
  ],
  [
    "06",
    "a good canary whose counters fall at every second sample",
    { counters: reading(both(0.001), "canary", (value, nth) => (nth % 2 === 1 ? 0 : value)) },
    "pass",
  ],
  ["07", "a canary without requests", { counters: both(0).slice(0, 2) }, "inconclusive", /canary/],
  [
    "08",
    "values of NaN and of infinity now and then",
    {
      counters: reading(both(0.001), "canary", (value, nth) =>
        nth % 20 === 7 ? "NaN" : nth % 20 === 9 ? "+Inf" : value,
      ),
    },
    "pass",
  ],
  [
    "08",
    "a last value of NaN",
    {
      counters: reading(
        both(0.001),
        "canary",
        atEnd(() => "NaN"),
      ),
    },
    "pass",
  ],
  ["09", "a status under another name", { counters: told("status", "500") }, "fail"],
  ["09", "a status under a third name", { counters: told("response_code", "500") }, "fail"],
  ["09", "a status as a number with a fraction", { counters: told("code", "500.0") }, "fail"],
  ["09", "no status at all", { counters: told("outcome_of_it", "500") }, "refused", /outcome_of_it/],
  [
    "09",
    "a status in words, with a class of Spring's gateway",
    {
      counters: both(0.5).map(({ labels: { code, ...labels }, ...rest }) => ({
        ...rest,
        labels: {
          ...labels,
          status: code === "500" ? "INTERNAL_SERVER_ERROR" : "OK",
          outcome: code === "500" ? "SERVER_ERROR" : "SUCCESSFUL",
        },
      })),
    },
    "fail",
  ],
  ["09", "a status under a name with capitals", { counters: told("statusCode", "500") }, "fail"],
  ["09", "a status under a name with dots", { counters: told("http.response.status_code", "500") }, "fail"],
  ["09", "half of the answers carry an error", { counters: failedBy({ has_errors: "true" }) }, "fail"],
  ["09", "no error in the words of a language", { counters: both(0.001, { error: "<nil>" }) }, "pass"],
  [
    "09",
    "durations in milliseconds that grow",
    {
      counters: [...both(0.001), ...timed("stable", 40, 0.01), ...timed("canary", 10, 0.6)],
    },
    "fail",
    /slower than 0.1 s/,
  ],
  [
    "10",
    "forms of other metrics",
    {
      counters: both(0.001),
      rewrite: (text) =>
        `\uFEFF# TYPE other histogram\n{"metric.with.dots","a.b"="c"} 1 ${startSeconds}\nother {count:1,sum:2} ${startSeconds}\n${text}`,
    },
    "pass",
  ],
  [
    "10",
    "a start behind each value, and names in quotes",
    {
      counters: both(0.5),
      rewrite: (text) =>
        text
          .replaceAll(/^http_requests_total\{(.*)$/gm, `{"http_requests_total",$1 st@${startSeconds - 100}`)
          .replaceAll("code=", '"code"='),
    },
    "fail",
  ],
  [
    "11",
    "a dump with other metrics of the exporter between",
    {
      ...olderTraefik(0.5),
      rewrite: (text) =>
        `# HELP go_goroutines Number\ngo_goroutines 41 ${startSeconds}\ntraefik_entrypoint_requests_total{code="200",entrypoint="web"} 9 ${startSeconds}\n${text}`,
    },
    "fail",
  ],
  [
    "34",
    "WebSockets that end long after they were routed",
    { counters: [...both(0.001), of("stable", "101", 0.4), of("canary", "101", 0.1)] },
    "pass",
  ],
  ["36", "pods named as OTLP names them, half fails", telemetry(0.5, byOtlp), "fail"],
  ["36", "pods named as OTLP names them", telemetry(0.001, byOtlp), "pass"],
  ["36", "pods behind a collector with a name of its own, half fails", telemetry(0.5, byCollector), "fail"],
  ["36", "pods behind a collector with a name of its own", telemetry(0.001, byCollector), "pass"],
  [
    "49",
    "a label more from the middle of a stage on",
    { counters: relabelled(), terms: ofApp },
    "inconclusive",
  ],
  [
    "49",
    "90 % of the canary's answers are 404",
    { counters: [...both(0).slice(0, 2), of("canary", "200", 1), of("canary", "404", 9)] },
    "fail",
    /4xx/,
  ],
  [
    "49",
    "55 % of the clients give up on the canary",
    { counters: [...both(0).slice(0, 2), of("canary", "200", 4.5), of("canary", "499", 5.5)] },
    "fail",
    /gave up/,
  ],
  [
    "49",
    "one store of two clusters",
    { counters: [...both(0.05, { cluster: "prod" }), ...both(0.001, { cluster: "staging" })] },
    "refused",
    /cluster \("prod", "staging"\)/,
  ],
  [
    "49",
    "the new version poisons what both share",
    {
      counters: [
        {
          ...of("stable", "200", 40),
          read: (value, nth) => Math.floor(value - 4 * 5 * Math.max(0, nth - 6)),
        },
        { ...of("stable", "500", 0), read: (value, nth) => Math.floor(value + 4 * 5 * Math.max(0, nth - 6)) },
        ...both(0.001).slice(2),
      ],
    },
    "stable-harmed",
  ],
];

const rows = cases.map(([no, what, scene, verdict, says = /^/]) => ({ no, what, scene, verdict, says }));

test.each(rows)("case $no: $what", ({ scene, verdict, says }) => {
  const judged = judge(scene);
  expect(judged.verdict).toBe(verdict);
  expect(judged.sentence).toMatch(says);
  // Nothing is counted that nobody asked: ten a second at most.
  expect(judged.requests).toBeLessThanOrEqual(10 * seconds);
});
