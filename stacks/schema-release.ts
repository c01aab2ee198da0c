import { mapping, oneOf, pinnedImage, text, told, whole } from "./field";

/** Pulumi writes a time without quotes back into the file as Go prints it: "2026-11-21 18:00:00 +0000 UTC". */
const fromPulumi = (value: string): string =>
  value.replace(/^(\S+) (\S+) ([+-]\d{2})(\d{2}) [A-Z]*$/, "$1T$2$3:$4");

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
    expires: told(
      "until when, a time with zone",
      text(
        'be a time with zone, for example "2026-11-21T18:00:00Z"',
        /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})| \d{2}:\d{2}:\d{2} [+-]\d{4} [A-Z]*)$/,
      )
        .transform(fromPulumi)
        .refine((value) => !Number.isNaN(Date.parse(value)), { error: "be a time that exists" }),
    ),
  }).optional(),
});
