import { mapping, oneOf, pinnedImage, text, told, whole } from "../fields/field";
import { time } from "../fields/time";

/** `sluice:release`: the one thing that a release changes. */
export const releaseSchema = mapping("release", {
  image: told("image with digest", pinnedImage()),
  /** @default - none */
  supersede: told(
    "number of the attempt under way that this image may end; it means nothing for any other",
    whole(1, 999_999_999),
  ).optional(),
  profile: told(
    "stages that this release takes: `standard` those of `stages`, `hotfix` those of `hotfix.stages`; both keep every check of the gate, but that a hotfix is not asked for `promotion.from`",
    oneOf(["standard", "hotfix"]).default("standard"),
  ),
  preflight: told(
    "`required`: the gate demands that [`sluice preflight`](../how-to/preflight.md) was go for this version",
    oneOf(["optional", "required"]).default("optional"),
  ),
  /** Waives the gate's checks on stable only, visibly, until it expires. @default - none */
  emergency: mapping("release.emergency", {
    reason: told(
      "why what is missing of stable (pods, data) stops neither gate nor soak; `emergency` itself is left out otherwise",
      text("be a text that says why"),
    ),
    expires: told("until when, a time with zone", time("2026-11-21T18:00:00Z")),
  }).optional(),
});
