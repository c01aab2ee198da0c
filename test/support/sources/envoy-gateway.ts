import type { Owner } from "../../../components/core/sources/endpoints";
import type { Labels } from "../../../components/core/sources/source";
import { tracks } from "../../../components/core/track";
import { endings, routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

const failed: readonly number[] = [2, 4, 12, 13, 14, 15];

/** Whether an ending is an error, where it is one or an answer of 2xx; of all others the class is not told. */
function isError(ending: Ending): boolean | undefined {
  if (ending === "left") return undefined;
  if ("http" in ending) return ending.http >= 500 ? true : ending.http < 300 ? false : undefined;
  return failed.includes(ending.grpc) ? true : ending.grpc === 0 ? false : undefined;
}

/** Each ending has a pod of its own, since its counters have no status. */
const addressOf = (track: string, ending: Ending): string =>
  `10.77.${track === "stable" ? 1 : 2}.${1 + endings.findIndex((one) => JSON.stringify(one) === JSON.stringify(ending))}`;

function labels(track: string, ending: Ending): Labels | undefined {
  const error = isError(ending);
  return error === undefined
    ? undefined
    : {
        __name__: `envoy_cluster_endpoint_rq_${error ? "error" : "success"}`,
        envoy_cluster_name: "httproute/prod/app/rule/2",
        envoy_endpoint_address: `${addressOf(track, ending)}:8080`,
      };
}

const owners: readonly Owner[] = tracks.flatMap((track) =>
  endings.map((ending) => ({ address: addressOf(track, ending), track, fromSeconds: 0, seenSeconds: 0 })),
);

const other = (more: Labels): Labels => ({ ...labels("canary", { http: 500 }), ...more });

/** @see https://github.com/envoyproxy/envoy/blob/main/source/common/router/router.cc */
export const envoyGateway: Fixture = {
  counter: labels,
  owners,
  others: [
    other({ envoy_cluster_name: "httproute/prod/app/rule/0" }),
    other({ envoy_cluster_name: "httproute/prod/other/rule/2" }),
    other({ __name__: "envoy_cluster_endpoint_rq_total" }),
  ],
  scrape: routerScrape,
};
