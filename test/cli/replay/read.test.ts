import { readMoment } from "../../../replay/recording/read-moment";
import { readRange } from "../../../cli/replay/read-range";
import { readStages } from "../../../replay/recording/read-stages";

test.each([
  ["now", 5000],
  ["30m", 3200],
  ["1700000000", 1_700_000_000],
  ["1700000000.5", 1_700_000_000.5],
  ["2023-11-14T22:13:20Z", 1_700_000_000],
  ["2023-11-14T23:13+01:00", 1_699_999_980],
  ["2023-13-14T22:13:20Z", undefined],
  ["2023-11-14T22:13:20", undefined],
  ["", undefined],
  ["12", undefined],
])("readMoment() of %j", (text, seconds) => {
  expect(readMoment(text, 5000)).toBe(seconds);
});

test.each([
  ["1@0s", [{ weight: 1, afterSeconds: 0 }]],
  [
    "1%@0, 5@5m",
    [
      { weight: 1, afterSeconds: 0 },
      { weight: 5, afterSeconds: 300 },
    ],
  ],
  ["5@5m,1@5m", undefined],
  ["0@0s", undefined],
  ["101@0s", undefined],
  ["5", undefined],
  ["5@", undefined],
  ["", undefined],
])("readStages() of %j", (text, stages) => {
  expect(readStages(text)).toEqual(stages);
});

const selected = (track: string, code: string, perScrape: number) => ({
  metric: {
    __name__: "http_server_request_duration_seconds_count",
    pod: `app-${track}-1`,
    instance: `10.0.0.${track.length}:80`,
    http_response_status_code: code,
  },
  values: Array.from({ length: 13 }, (_, i) => [1000 + 5 * i, String(i * perScrape)]),
});

/** An environment whose cluster answers as the API server does for Prometheus behind it. */
function environment(
  answer: { status: number; body: unknown },
  moves: unknown[] = [],
): Parameters<typeof readRange>[0] {
  return {
    settings: {
      environment: "prod",
      namespace: "prod",
      app: "app",
      traffic: { route: "app", gateway: { name: "g", namespace: "g" } },
      analysis: {
        prometheus: "service://monitoring/prometheus:9090",
        source: "opentelemetry",
        tickSeconds: 5,
        requestTimeoutSeconds: 5,
        metrics: [],
        parameters: { alpha: 0.001 },
      },
    },
    cluster: { raw: () => Promise.resolve({ status: answer.status, body: JSON.stringify(answer.body) }) },
    store: { read: () => Promise.resolve(moves.length === 0 ? undefined : { ledger: { moves } }) },
  } as unknown as Parameters<typeof readRange>[0];
}

const matrix = {
  status: 200,
  body: {
    status: "success",
    data: { resultType: "matrix", result: [selected("stable", "200", 90), selected("canary", "500", 10)] },
  },
};

test("readRange() reads an environment's counters, its parameters, and its weights from the ledger", async () => {
  const moves = [
    { atSeconds: 1010, to: 5 },
    { atSeconds: 1050, to: 0 },
  ];
  const range = await readRange(environment(matrix, moves), 1000, 1060);
  expect(range).toMatchObject({
    timeline: [{ atSeconds: 1010, weight: 5 }],
    untilSeconds: 1050,
    parameters: { alpha: 0.001, tickSeconds: 5 },
    recording: {
      notes: [],
      latencyBoundsSeconds: [],
      series: [
        { track: "stable", counters: ["requests"] },
        { track: "canary", counters: ["requests", "errors"] },
      ],
    },
  });
});

test("readRange() reads the metrics that the attempt is judged by, and notes those it cannot", async () => {
  const objectives = {
    pBad: 0.03,
    metrics: [
      { kind: "latency", name: "latency", boundsSeconds: [0.25], toleratedRatio: 1.3 },
      { kind: "events", name: "csp", toleratedRatio: 2, query: "csp_total" },
    ],
  };
  const one = environment(matrix);
  const ledger = { moves: [], attempt: { objectives } };
  const range = await readRange(
    { ...one, store: { read: () => Promise.resolve({ ledger }) } } as unknown as typeof one,
    1000,
    1060,
  );
  expect(range.parameters).toMatchObject({
    latencyBoundsSeconds: [0.25],
    toleratedSlowRatio: 1.3,
    events: [{ name: "csp", toleratedRatio: 2 }],
    pBad: 0.03,
    alpha: 0.001,
  });
  expect(range.recording.notes).toContainEqual(
    expect.stringMatching(/^metric "latency" could not be read: no bucket le="0.25" of stable at /),
  );
});

test("readRange() says when the ledger knows of no weight", async () => {
  const range = await readRange(environment(matrix), 1000, 1060);
  expect(range.recording.notes).toEqual(["the ledger knows of no weight in this range"]);
});

test("readRange() refuses an answer that is trouble, and a range that is too long", async () => {
  const down = environment({ status: 400, body: { status: "error", error: "bad query" } });
  await expect(readRange(down, 1000, 1060)).rejects.toThrow(
    /^Cannot replay "prod": Prometheus must answer .*bad query/,
  );
  await expect(readRange(environment(matrix), 0, 90_000)).rejects.toThrow("the range must be at most 24h");
});
