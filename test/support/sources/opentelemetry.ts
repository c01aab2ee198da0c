import type { Labels } from "../../../components/core/sources/source";
import { podScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** Labels of requests of HTTP alone: calls have a histogram of their own. */
function fixture(
  http: string,
  call: string,
  perSecond: 1 | 1000,
  names: Readonly<Record<string, string>>,
): Fixture {
  const labels = (ending: Ending): Labels | undefined =>
    ending === "left" || !("http" in ending)
      ? undefined
      : {
          [names["method"] ?? ""]: "GET",
          http_route: "/",
          [names["status"] ?? ""]: `${ending.http}`,
        };
  return {
    counter: (_, ending) => {
      if (ending !== "left" && "grpc" in ending) {
        return {
          __name__: `${call}_count`,
          [names["system"] ?? ""]: "grpc",
          [names["call"] ?? ""]: `${ending.grpc}`,
        };
      }
      const known = labels(ending);
      return known === undefined ? undefined : { __name__: `${http}_count`, ...known };
    },
    histogram: { name: http, perSecond, labels: (_, ending) => labels(ending) },
    others: [{ __name__: `${http}_count`, ...labels({ http: 500 }), http_route: "/readyz" }],
    scrape: podScrape,
  };
}

/** @see https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/http/http-metrics.md */
export const opentelemetry = fixture(
  "http_server_request_duration_seconds",
  "rpc_server_call_duration_seconds",
  1,
  {
    method: "http_request_method",
    status: "http_response_status_code",
    system: "rpc_system_name",
    call: "rpc_response_status_code",
  },
);

/** @see https://github.com/open-telemetry/semantic-conventions/blob/v1.20.0/specification/metrics/semantic_conventions/http-metrics.md */
export const olderOpentelemetry = fixture(
  "http_server_duration_milliseconds",
  "rpc_server_duration_milliseconds",
  1000,
  {
    method: "http_method",
    status: "http_status_code",
    system: "rpc_system",
    call: "rpc_grpc_status_code",
  },
);
