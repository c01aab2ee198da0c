import { duration, mapping, objectName, told, whole } from "../fields/field";

/** `sluice:promotion`: how stable gets the traffic back on the release. */
export const promotionSchema = mapping("promotion", {
  watch: told(
    "least time in which stable's new pods are compared with the canary at 50 %, and as long again judged alone at 0 %",
    duration("24h").prefault("60s"),
  ),
  warmup: told(
    "requests of our own to `traffic.probePath` for each of stable's new pods before users' reach it; 0: none",
    whole(0, 10_000).default(20),
  ),
  keepPrevious: told(
    "least soak at 100 %: so long the release before stays ready on stable, one write away",
    duration("7d").optional(),
    "the stage's own `soak`",
  ),
  from: told(
    "environment of this project that has to have promoted the release's image before; not asked of a rollback or a hotfix",
    objectName(40).optional(),
    "none",
  ),
  after: told(
    "least time for which the image was stable in `promotion.from`",
    duration("30d").prefault("1h"),
  ),
}).prefault({});
