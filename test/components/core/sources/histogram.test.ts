import { diagnoseHistogram, matchBounds, readHistogram } from "../../../../components/core/sources/histogram";

const name = "http_server_request_duration_seconds";

test.each([
  ["nothing is there", [], undefined],
  ["only a count is there", [{ __name__: `${name}_count` }], undefined],
  [
    "it is native",
    [{ __name__: name }],
    `${name} is a native histogram there, which is not read: let Prometheus keep the classic one too (always_scrape_classic_histograms)`,
  ],
  [
    "it has buckets, native or not",
    [
      { __name__: name },
      { __name__: `${name}_bucket`, le: "1.0" },
      { __name__: `${name}_bucket`, le: "0.25" },
      { __name__: `${name}_bucket`, le: "+Inf" },
      { __name__: "traefik_service_request_duration_seconds_bucket", le: "7" },
    ],
    `${name} has the buckets 0.25, 1`,
  ],
])("diagnoseHistogram() where %s", (_, labels: Record<string, string>[], expected) => {
  expect(diagnoseHistogram(name, labels)).toBe(expected);
});

test("readHistogram() and matchBounds() read bounds in milliseconds as well", () => {
  const labels = { __name__: "x_bucket", le: "300" };
  expect(readHistogram("x", labels, { kind: "timed" }, 1000)).toEqual({ kind: "bucket", boundSeconds: 0.3 });
  expect(matchBounds([0.3, 1.2], [1000])).toBe(String.raw`le=~"|300(\\.0)?|1200(\\.0)?"`);
  expect(matchBounds([0.3], [1, 1000])).toBe(String.raw`le=~"|0\\.3|300(\\.0)?"`);
});
