import type { Labels } from "../../../components/core/sources/source";
import type { Track } from "../../../components/core/track";
import { routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** Envoy has no code for a client that left, and none of gRPC here. */
function labels(track: Track, ending: Ending): Labels | undefined {
  if (ending === "left" || !("http" in ending)) return undefined;
  return { envoy_cluster_name: `prod_app-${track}_80`, envoy_response_code: `${ending.http}` };
}

const other = (more: Labels): Labels => ({
  __name__: "envoy_cluster_upstream_rq",
  ...labels("canary", { http: 500 }),
  ...more,
});

/** As Envoy 1.40 behind Contour 1.33.8 gave them to a scrape. */
export const contour: Fixture = {
  counter: (track, ending) => {
    const known = labels(track, ending);
    return known === undefined ? undefined : { __name__: "envoy_cluster_upstream_rq", ...known };
  },
  histogram: { name: "envoy_cluster_upstream_rq_time", perSecond: 1000, labels },
  others: [
    other({ envoy_cluster_name: "prod_app-canary-probe_80" }),
    other({ envoy_cluster_name: "staging_app-canary_80" }),
    other({ __name__: "envoy_cluster_upstream_rq_total" }),
  ],
  scrape: routerScrape,
};
