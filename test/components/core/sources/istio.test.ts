import { readCounters } from "../../../../components/core/evidence/read-counters";
import { readOutcome } from "../../../../components/core/evidence/labels/status";
import { istio } from "../../../../components/core/sources/istio";
import { app, input } from "../../../support/sources/fixture";
import { istio as fixture } from "../../../support/sources/istio";
import { countTimes } from "../../../support/sources/count";
import { fits } from "../../../support/sources/select";

const ok = { http: 200 };
const canary = fixture.counter("canary", ok) as Record<string, string>;
const subset = (workload: string) => ({
  ...canary,
  destination_service_name: "app",
  destination_workload: workload,
});

test("selectors() of istio ask for what is sent, by a waypoint where no other proxy counts, never for both", () => {
  const [source, waypoint] = istio.selectors(input);
  expect(fits(source, canary)).toBe(true);
  expect(fits(source, subset("app-canary"))).toBe(true);
  for (const reporter of ["destination", "waypoint"])
    expect(fits(source, { ...canary, reporter })).toBe(false);
  expect(fits(waypoint ?? "", { ...canary, reporter: "waypoint" })).toBe(true);
});

test("selectors() of istio ask for buckets in milliseconds along with the counter", () => {
  const [selector] = istio.selectors({ ...input, boundsSeconds: [0.25], places: { cluster: "eu" } });
  const name = "istio_request_duration_milliseconds_bucket";
  expect(fits(selector, { ...canary, __name__: name, le: "250" })).toBe(true);
  expect(fits(selector, { ...canary, __name__: name, le: "0.25" })).toBe(false);
  expect(istio.meaningOf({ __name__: name, le: "250" })).toEqual({ kind: "bucket", boundSeconds: 0.25 });
});

test.each([
  [canary, "canary"],
  [subset("app-canary"), "canary"],
  [subset("app-stable"), "stable"],
  [subset("unknown"), undefined],
  [{ ...canary, destination_service_name: "other-canary" }, undefined],
  [{ ...canary, destination_service_namespace: "staging" }, undefined],
  [{}, undefined],
])("trackOf() by istio of %j is %s", (labels, expected) => {
  expect(istio.trackOf(labels, app)).toBe(expected);
});

test("requests that reached no pod of a subset are a doubt: nobody knows whose they were", () => {
  const counted = (labels: Record<string, string>, values: readonly number[], from = 0) => ({
    labels,
    samples: values.map((value, i) => [from + 5 * i, value] as const),
  });
  const failed = { ...subset("unknown"), response_code: "503", response_flags: "UH" };
  const doubts = (...more: ReturnType<typeof counted>[]) =>
    readCounters([counted(subset("app-canary"), [1, 5, 9]), ...more], { reader: istio, app }).doubts;
  expect(doubts(counted(failed, [0, 3, 4]))[0]?.text).toMatch(
    /^requests must belong to a track: got 4 of neither, such as \{.*destination_workload="unknown"/,
  );
  expect(doubts(counted(failed, [2], 10))[0]?.text).toContain("got 2 of neither");
  expect(doubts(counted(failed, [4, 4, 4]), counted(failed, [Number.NaN]), counted(failed, []))).toEqual([]);
  expect(doubts(counted({ ...failed, destination_service_namespace: "staging" }, [0, 9]))).toEqual([]);
  const { destination_service_namespace: _, ...local } = failed as Record<string, string>;
  expect(doubts(counted(local, [0, 9]))).toHaveLength(1);
  const { destination_workload: __, ...bare } = failed as Record<string, string>;
  expect(doubts(counted(bare, [0, 9]))).toHaveLength(1);
  expect(doubts(counted({ ...failed, destination_workload: "app" }, [0, 9]))).toEqual([]);
});

test.each([
  [{ response_code: "200" }, {}],
  [{ response_code: "0" }, {}],
  [{ response_code: "0", response_flags: "DC" }, { code: "499" }],
  [{ response_code: "0", response_flags: "UC,UPE" }, { error_type: "UC,UPE" }],
])("describe() of istio tells by the flags who ended a request without an answer: %j", (labels, expected) => {
  expect(istio.describe?.(labels as Record<string, string>)).toEqual(expected);
});

test.each([
  ["-", false],
  ["DC", false],
  ["UC", true],
  ["UPE,URX", true],
])(
  "rates() of istio count an answer that broke off after its 200 like the verdict: flags %s",
  (flags, isError) => {
    const labels = { ...canary, response_flags: flags };
    const rates = { counters: istio.rates(input), unasked: [] };
    expect(countTimes(rates, labels)).toEqual([1, isError ? 1 : 0]);
    const outcome = readOutcome(labels, { hasHttp: true, hasGoodCalls: false });
    expect(outcome?.class).toBe(isError ? "5xx" : "2xx");
    const call = { ...fixture.counter("canary", { grpc: 0 }), response_flags: flags } as Record<
      string,
      string
    >;
    expect(countTimes(rates, call)).toEqual([1, 0]);
  },
);

describe("looks() of istio", () => {
  const [histogram, foreign, counters] = istio.looks(input);

  test("ask for the histogram of the app's Services", () => {
    expect(histogram?.query).toContain('destination_service_name=~"app(-stable|-canary)?"');
    const found = [{ __name__: "istio_request_duration_milliseconds_bucket", le: "500" }];
    expect(histogram?.explain(found)).toContain("has the buckets 500");
  });

  test("say by whom and for whom requests are counted", () => {
    expect(foreign?.explain([])).toBeUndefined();
    expect(foreign?.explain([{ reporter: "destination", destination_service_name: "app" }])).toContain(
      'by its own sidecars alone (reporter="destination")',
    );
    expect(
      foreign?.explain([
        { reporter: "source", destination_service_name: "myapp", destination_workload: "x" },
        {},
      ]),
    ).toBe(
      "istio_requests_total is there, but not of the app's tracks: found reporter , source, Services , myapp, workloads , x",
    );
  });

  test("say whether there is anything of Istio's", () => {
    expect(counters?.explain([{}])).toContain("of nothing with app in its name");
    expect(counters?.explain([])).toContain("let Prometheus scrape Istio's proxies");
  });
});

test("istio reads what is sent or what a waypoint counts, whichever is more, and never what is received", () => {
  const counted = (reporter: string, value: number) => ({
    labels: { ...canary, reporter, instance: reporter },
    samples: [[0, value]] as const,
  });
  const read = (...all: ReturnType<typeof counted>[]) =>
    readCounters(all, { reader: istio, app }).series.filter(({ counters }) => counters.length > 0);
  expect(
    read(counted("source", 5), counted("waypoint", 5), counted("destination", 9)).map(({ target }) => target),
  ).toEqual(["source"]);
  expect(read(counted("source", 5), counted("waypoint", 8)).map(({ target }) => target)).toEqual([
    "waypoint",
  ]);
});
