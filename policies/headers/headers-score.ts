import { resourcePolicy } from "../pack/policy";
import { waysOf } from "./check-routes";
import { isAloneRoute, readAloneRoute } from "./declared/read-route";
import { findLowScores } from "./find-low-score";
import { observatory } from "./framework";
import { scoreConfig } from "./route-config";

/** A route's headers reach a score. */
export const headersScore = resourcePolicy({
  name: "headers-score",
  title: "Score of response headers",
  description: "The declared response headers of a route reach a score of the MDN HTTP Observatory.",
  why: "One number shows whether a site got better or worse, and the same one is measured from outside by `sluice headers`.",
  fix: "Follow what the finding lists, most points first; `sluice headers URL` shows the live score.",
  severity: "medium",
  framework: observatory,
  config: scoreConfig,
  applies: isAloneRoute,
  *check(resource, config) {
    const route = readAloneRoute(resource);
    yield* findLowScores(waysOf(resource, route, config.owned), route.hosts[0] ?? "", config);
  },
});
