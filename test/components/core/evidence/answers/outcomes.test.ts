import { sources } from "../../../../../components/core/sources/sources";
import { counter, kept } from "../support";
import type { Count } from "../support";

const busy: Count = (at) => 1000 + 4 * at;
const few: Count = (at) => 5 + at / 20;
const idle: Count = () => 3;

const stable = counter({ track: "stable", pod: "s" }, busy);
const fix =
  'let the counter have a label code with the status of HTTP, or with that of gRPC and protocol="grpc"';

describe("requests whose outcome cannot be told", () => {
  test.each([
    ["a label that nobody knows", { result: "ok" }, "only job, pod, result, track"],
    ["a status that is no status", { status: "failed", code: "" }, 'status ("failed")'],
    ["calls by the status of HTTP", { protocol: "grpc" }, 'code ("200")'],
  ])("are a doubt that names the label: %s", (_, labels, says) => {
    const odd = counter({ job: "j", pod: "c", ...labels }, busy);
    const { code, ...named } = odd.labels;
    const known = "result" in labels ? { ...odd, labels: named as Record<string, string> } : odd;
    expect(code).toBeDefined();
    const { doubts, series } = kept([known]);
    expect(doubts).toEqual([`requests of canary must have a known outcome: got ${says}`]);
    expect(series.map(({ counters }) => counters)).toEqual([["untold"]]);
  });

  test("are one doubt for both tracks, with what to do", () => {
    const odd = ["stable", "canary"].map((track) => counter({ track, code: "bad" }, busy));
    expect(kept(odd).doubts).toEqual([
      'requests of stable and canary must have a known outcome: got code ("bad")',
    ]);
    expect(fix).toContain("code");
  });

  test("may be a flag where most have 1 and fewer 0: then 0 is no call that went well", () => {
    const of = (code: string, count: Count, more = {}) => counter({ pod: "c", code, ...more }, count);
    expect(kept([of("1", busy), of("0", few)]).doubts).toEqual([
      'requests of canary must have a known outcome: got code ("1")',
    ]);
    expect(kept([of("0", busy), of("1", few)]).doubts).toEqual([]);
    const calls = { protocol: "grpc" };
    expect(kept([of("1", busy, calls), of("0", few, calls)]).doubts).toEqual([]);
  });

  test("are no doubt as long as none comes", () => {
    const metrics = [counter({ pod: "c" }, busy), counter({ pod: "c", code: "odd" }, idle)];
    expect(kept(metrics).doubts).toEqual([]);
    expect(kept([...metrics, counter({ pod: "c", code: "new" }, few)]).doubts).toHaveLength(1);
  });
});

describe("requests without a status beside those with one", () => {
  const answered = counter({ pod: "c" }, busy);
  const silent = counter({ pod: "c", code: "" }, few);

  test("gave up: neither good nor an error, and no doubt", () => {
    const { series, doubts } = kept([answered, silent]);
    expect(series.map(({ counters }) => counters)).toEqual([["requests"], ["gave-up"]]);
    expect(doubts).toEqual([]);
  });

  test("are a doubt where they are most: then the status is missing and not the answer", () => {
    const { doubts } = kept([counter({ pod: "c" }, few), counter({ pod: "c", code: "" }, busy)]);
    expect(doubts).toEqual([expect.stringContaining("requests of canary must have a known outcome")]);
  });
});

describe("requests that no user made", () => {
  const probes = counter({ pod: "c", route: "/readyz" }, busy);
  const users = counter({ pod: "c", route: "/orders" }, few);
  const ignoreRoutes = ["/readyz", "/metrics"];

  test("are left out, and it says so where they are most", () => {
    const { series, notes } = kept([stable, probes, users], { ignoreRoutes });
    expect(series.map(({ counters }) => counters)).toEqual([["requests"], ["unasked"], ["requests"]]);
    expect(notes).toEqual(["most requests of canary are no users' and are left out (/readyz: 1200 of 1215)"]);
  });

  test("are not worth a word where they are few", () => {
    const rare = counter({ pod: "c", route: "/metrics" }, few);
    expect(kept([counter({ pod: "c", route: "/orders" }, busy), rare], { ignoreRoutes }).notes).toEqual([]);
  });

  test("have no say in how requests end", () => {
    const odd = counter({ pod: "c", route: "/readyz", code: "odd" }, busy);
    expect(kept([users, odd], { ignoreRoutes }).doubts).toEqual([]);
  });

  test("have no durations that count", () => {
    const duration = "http_server_request_duration_seconds";
    const labels = { pod: "app-canary-1", instance: "a:1", http_response_status_code: "200" };
    const of = (name: string, route: string, more = {}) => ({
      labels: { ...labels, __name__: `${duration}_${name}`, http_route: route, ...more },
      samples: [[0, 1] as const],
    });
    const { series } = kept(
      ["/readyz", "/orders"].flatMap((route) => [of("count", route), of("bucket", route, { le: "0.25" })]),
      {
        reader: sources.opentelemetry,
        app: { namespace: "prod", app: "app" },
        boundsSeconds: [0.25],
        ignoreRoutes,
      },
    );
    expect(series.map(({ counters }) => counters)).toEqual([
      ["unasked"],
      ["requests", "timed"],
      ["within:0.25"],
    ]);
  });
});

test("buckets of requests without an answer are left out with the count that has them", () => {
  const duration = "http_server_request_duration_seconds";
  const of = (name: string, more: Record<string, string>) => ({
    labels: { pod: "app-canary-1", instance: "a:1", __name__: `${duration}_${name}`, ...more },
    samples: [[0, 1] as const],
  });
  const both = (more: Record<string, string>) => [of("count", more), of("bucket", { ...more, le: "0.25" })];
  const { series } = kept(
    [...both({ http_response_status_code: "200" }), ...both({ error_type: "client_disconnected" })],
    { reader: sources.opentelemetry, app: { namespace: "prod", app: "app" }, boundsSeconds: [0.25] },
  );
  expect(series.map(({ counters }) => counters)).toEqual([
    ["requests", "timed"],
    ["within:0.25"],
    ["gave-up"],
  ]);
});

describe("connections that live on after they were routed", () => {
  const duration = "http_server_request_duration_seconds";
  const of = (name: string, more: Record<string, string>) => ({
    labels: { pod: "app-canary-1", instance: "a:1", __name__: `${duration}_${name}`, ...more },
    samples: [[0, 1] as const],
  });
  const read = (more: Record<string, string>) =>
    kept([of("count", more), of("bucket", { ...more, le: "0.25" })], {
      reader: sources.opentelemetry,
      app: { namespace: "prod", app: "app" },
      boundsSeconds: [0.25],
      coded: [{ name: "limited", codes: [429] }],
    }).series.map(({ counters }) => counters);

  test.each([
    [{ http_response_status_code: "101" }, [["requests", "stream"]]],
    [
      { http_response_status_code: "500", network_protocol_name: "websocket" },
      [["requests", "errors", "stream"]],
    ],
    [{ http_response_status_code: "200", protocol: "sse" }, [["requests", "stream"]]],
    [{ grpc_type: "bidi_stream", grpc_code: "OK" }, [["requests", "stream"]]],
    [{ grpc_type: "server_stream", grpc_code: "Unavailable" }, [["requests", "errors", "stream"]]],
    [{ grpc_type: "unary", grpc_code: "OK" }, [["requests", "timed"], ["within:0.25"]]],
    [{ http_response_status_code: "429" }, [["requests", "event:limited", "timed"], ["within:0.25"]]],
    [{ http_response_status_code: "499" }, [["gave-up"]]],
  ])("are told apart: %j", (labels, expected) => {
    expect(read(labels as Record<string, string>)).toEqual(expected);
  });
});

test("buckets are no evidence where nobody asked for them", () => {
  const bucket = {
    labels: { __name__: "http_request_duration_seconds_bucket", track: "canary", pod: "c", le: "1" },
    samples: [[0, 1] as const],
  };
  const count = { ...bucket, labels: { ...bucket.labels, __name__: "http_request_duration_seconds_count" } };
  expect(kept([bucket, count]).series.map(({ counters }) => counters)).toEqual([[]]);
  expect(kept([bucket, count], { boundsSeconds: [1] }).series).toHaveLength(2);
});
