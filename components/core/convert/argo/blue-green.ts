import { at, isObject } from "../../json";
import type { Json, JsonObject } from "../../revision/revision";
import { toBlueGreen } from "../blue-green";
import { exact, near } from "../fate";
import type { Fate } from "../fate";
import { readGoDuration } from "../read-duration";
import { writeDuration } from "../write-duration";

const place = "spec strategy blueGreen";

/**
 * Settings of a Rollout that moves all requests at once.
 * @param template - pods of the workload
 * @returns undefined for one that moves them by weights
 */
export function mapBlueGreen(
  rollout: JsonObject,
  template: Json | undefined,
): (ReturnType<typeof toBlueGreen> & { readonly fates: readonly Fate[] }) | undefined {
  const settings = at(rollout, "spec", "strategy", "blueGreen");
  if (!isObject(settings)) return undefined;
  const isAsked = settings["autoPromotionEnabled"] === false;
  const seconds = readGoDuration(settings["autoPromotionSeconds"]);
  const checksSeconds = seconds === undefined || seconds < 1 ? undefined : seconds;
  return {
    ...toBlueGreen({ template, checksSeconds, approval: isAsked }),
    fates: [
      near(
        `${place} autoPromotionEnabled`,
        isAsked
          ? "approval of the one stage: sluice approve"
          : "all requests move once the checks have passed",
      ),
      ...(checksSeconds === undefined
        ? []
        : [
            near(
              `${place} autoPromotionSeconds`,
              `sluice:stages[0].checksFor: ${writeDuration(checksSeconds)}: so long the checks pass at weight 0`,
            ),
          ]),
      exact(`${place} activeService`, "the workload's Service: it leads to stable"),
      near(
        `${place} previewService`,
        "the canary's probe rule: by it the checks reach the canary while users do not",
        "test by hand with the header of the probe rule, which sluice verify and checks of kind job get",
      ),
    ],
  };
}
