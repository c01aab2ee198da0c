import { readCounters } from "../../../../components/core/evidence/read-counters";
import { opentelemetry } from "../../../../components/core/sources/opentelemetry";
import type { RawMetric } from "../../../../components/core/sources/source";

const app = { namespace: "prod", app: "app" };

function count(name: string, code: string, values: readonly number[], pod = "app-canary-1-a1b2c"): RawMetric {
  const label = name.startsWith("http_server_request") ? "http_response_status_code" : "http_status_code";
  const labels = {
    __name__: `${name}_count`,
    [label]: code,
    namespace: "prod",
    pod,
    instance: `${pod}:9464`,
  };
  return { labels, samples: values.map((value, i) => [5 * i, value] as const) };
}

const names = (metrics: readonly RawMetric[]) =>
  readCounters(metrics, { reader: opentelemetry, app }).series.map(
    ({ id }) => /__name__="([^"]+)"/.exec(id)?.[1],
  );

const today = "http_server_request_duration_seconds";
const older = "http_server_duration_milliseconds";

test("chooseEdition() reads a process that counts by old and new names once, by today's", () => {
  expect(names([count(today, "200", [1, 5]), count(older, "200", [1, 5])])).toEqual([`${today}_count`]);
});

test("chooseEdition() reads the name that counts most, so that none hides failures of another", () => {
  expect(
    names([count(today, "200", [1, 2]), count(older, "200", [1, 9]), count(older, "500", [0, 7])]),
  ).toEqual([`${older}_count`, `${older}_count`]);
});

test("chooseEdition() lets each process have its own names: a release may bring new ones", () => {
  expect(names([count(today, "200", [1, 5]), count(older, "200", [1, 9], "app-stable-1-a1b2c")])).toEqual([
    `${today}_count`,
    `${older}_count`,
  ]);
});
